package io.highwater.broker.benchmarks;

import io.highwater.testing.kafka.ApacheKafka;
import io.highwater.testing.kafka.ApacheKafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Apache Kafka in combined mode with stock settings and its start script's heap and collector.
final class ApacheKafkaContestant implements Contestant {
    private @Nullable ApacheKafka prepared;

    @Override
    public String name() {
        return "apache-kafka";
    }

    @Override
    public void prepare(Path directory, int port) throws IOException, InterruptedException {
        prepared = ApacheKafka.prepare(ApacheKafkaSettings.in(directory)
                .withFirstPort(port)
                .withJvmArguments(
                        "-Xms1g",
                        "-Xmx1g",
                        "-XX:+UseG1GC",
                        "-XX:MaxGCPauseMillis=20",
                        "-XX:InitiatingHeapOccupancyPercent=35"));
    }

    @Override
    public ProcessBuilder command(Path directory, int port) {
        return Objects.requireNonNull(prepared, "not prepared").node(1).command();
    }
}

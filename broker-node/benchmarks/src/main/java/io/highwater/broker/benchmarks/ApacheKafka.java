package io.highwater.broker.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Apache Kafka in combined mode with stock settings and its start script's heap and collector.
record ApacheKafka() implements Contestant {
    @Override
    public String name() {
        return "apache-kafka";
    }

    @Override
    public void prepare(Path directory, int port) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Files.writeString(
                properties(directory), """
                    process.roles=broker,controller
                    node.id=1
                    listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                    advertised.listeners=PLAINTEXT://127.0.0.1:%d
                    controller.listener.names=CONTROLLER
                    controller.quorum.voters=1@127.0.0.1:%d
                    offsets.topic.replication.factor=1
                    transaction.state.log.replication.factor=1
                    transaction.state.log.min.isr=1
                    log.dirs=%s
                    """.formatted(port, port + 1, port, port + 1, directory.resolve("data")));
        Java.run(
                directory.resolve("format.out"),
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                "MkU3OEVBNTcwNTJENDM2Qk",
                "--config",
                properties(directory).toString());
    }

    @Override
    public ProcessBuilder command(Path directory, int port) {
        return new ProcessBuilder(List.of(
                Java.executable(),
                "-Xms1g",
                "-Xmx1g",
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=20",
                "-XX:InitiatingHeapOccupancyPercent=35",
                "-cp",
                Java.classPath(),
                "kafka.Kafka",
                properties(directory).toString()));
    }

    private static Path properties(Path directory) {
        return directory.resolve("server.properties");
    }
}

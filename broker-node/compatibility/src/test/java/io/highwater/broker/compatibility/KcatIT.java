package io.highwater.broker.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// kcat, which is librdkafka: older versions of most APIs, its own codecs, its own group client.
class KcatIT {
    @TempDir
    static Path directory;

    private static BrokerProcess broker;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start(directory);
    }

    @AfterAll
    static void stopBroker() throws InterruptedException {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void recordsRoundTripWithEveryCodec(String codec) throws IOException, InterruptedException {
        String topic = "kcat-" + codec;
        List<String> records = IntStream.range(0, 200)
                .mapToObj(i -> "k" + i % 5 + ":value " + i)
                .toList();
        kcat(String.join("\n", records), "-P", "-t", topic, "-K", ":", "-z", codec, "-H", "source=kcat")
                .succeeded();

        Command consumed = kcat("", "-C", "-t", topic, "-e", "-q", "-o", "beginning", "-f", "%k:%s|%h\\n")
                .succeeded();

        assertThat(consumed.lines())
                .containsExactlyInAnyOrderElementsOf(
                        records.stream().map(r -> r + "|source=kcat").toList());
    }

    @Test
    void idempotentProducerIsAcknowledged() throws IOException, InterruptedException {
        kcat("one\ntwo\nthree", "-P", "-t", "idempotent", "-X", "enable.idempotence=true", "-X", "acks=all")
                .succeeded();

        assertThat(kcat("", "-C", "-t", "idempotent", "-e", "-q", "-o", "beginning")
                        .succeeded()
                        .lines())
                .containsExactly("one", "two", "three");
    }

    @Test
    void groupConsumesCommitsAndGoesOnWhereItStopped() throws IOException, InterruptedException {
        kcat("a\nb\nc", "-P", "-t", "grouped").succeeded();
        String[] consume = {"-q", "-e", "-o", "beginning", "-X", "auto.offset.reset=earliest", "-G", "kcats", "grouped"
        };

        assertThat(kcat("", consume).succeeded().lines()).containsExactly("a", "b", "c");
        kcat("d", "-P", "-t", "grouped").succeeded();
        assertThat(kcat("", "-q", "-e", "-X", "auto.offset.reset=earliest", "-G", "kcats", "grouped")
                        .succeeded()
                        .lines())
                .containsExactly("d");
    }

    @Test
    void metadataAndOffsetsByTimeAreListed() throws IOException, InterruptedException {
        kcat("a\nb", "-P", "-t", "listed").succeeded();

        assertThat(kcat("", "-L", "-t", "listed").succeeded().output())
                .contains("1 brokers", "topic \"listed\" with 1 partitions", "partition 0, leader");
        assertThat(kcat("", "-Q", "-t", "listed:0:-1").succeeded().output()).contains("offset 2");
        assertThat(kcat("", "-Q", "-t", "listed:0:-2").succeeded().output()).contains("offset 0");
    }

    private static Command kcat(String input, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("kcat", "-b", broker.bootstrapServers()));
        command.addAll(List.of(arguments));
        return Command.installed(input, Map.of(), command);
    }
}

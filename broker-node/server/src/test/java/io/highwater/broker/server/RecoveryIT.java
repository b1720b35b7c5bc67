package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.broker.server.config.BrokerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was acknowledged is there after the process was killed, and what was written is there after it was stopped.
class RecoveryIT {
    @TempDir
    Path directory;

    /// The process that is killed: starts a broker and says where it listens.
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws InterruptedException, IOException {
            Broker broker = Broker.start(BrokerConfig.of(Map.of(
                    "listeners", "PLAINTEXT://127.0.0.1:0", "log.dirs", arguments[0], "highwater.http.port", "-1")));
            Path ready = Path.of(arguments[1]);
            Path draft = Files.writeString(ready.resolveSibling("draft"), broker.bootstrapServers());
            Files.move(draft, ready);
            Thread.currentThread().join();
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesKillingTheProcess() throws IOException, InterruptedException, ExecutionException {
        Path data = directory.resolve("data");
        Path ready = directory.resolve("ready");
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        data.toString(),
                        ready.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("victim.out").toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(ready));
            try (var producer = new KafkaProducer<>(
                    Map.<String, Object>of("bootstrap.servers", Files.readString(ready)),
                    new StringSerializer(),
                    new StringSerializer())) {
                for (int number = 0; number < 100; number++) {
                    producer.send(new ProducerRecord<>("survivors", "value " + number))
                            .get();
                }
                victim.destroyForcibly().waitFor();
                producer.close(Duration.ZERO);
            }
        } finally {
            victim.destroyForcibly();
        }

        try (var broker = new RunningBroker(data)) {
            assertThat(ProducerConsumerIT.values(broker.read(new TopicPartition("survivors", 0), 100)))
                    .containsExactlyElementsOf(IntStream.range(0, 100)
                            .mapToObj(number -> "value " + number)
                            .toList());
        }
    }

    @Test
    void everythingIsThereAfterAStop() throws ExecutionException, InterruptedException {
        try (var broker = new RunningBroker(directory)) {
            String clusterId = broker.broker().clusterId();
            try (var producer = broker.producer(Map.of())) {
                producer.send(new ProducerRecord<>("kept", "before")).get();
                broker.restart();
            }
            assertThat(broker.broker().clusterId()).isEqualTo(clusterId);
            try (var producer = broker.producer(Map.of())) {
                producer.send(new ProducerRecord<>("kept", "after")).get();
            }

            assertThat(ProducerConsumerIT.values(broker.read(new TopicPartition("kept", 0), 2)))
                    .isEqualTo(List.of("before", "after"));
        }
    }

    @Test
    void aFolderThatIsInUseIsRefusedWithAReason() {
        try (var broker = new RunningBroker(directory)) {
            assertThat(broker.port()).isPositive();
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> new RunningBroker(directory))
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void aPortThatIsTakenIsRefusedAndNothingKeepsRunning() throws IOException {
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var overrides = Map.of("listeners", "PLAINTEXT://127.0.0.1:" + taken.getLocalPort());

            org.assertj.core.api.Assertions.assertThatThrownBy(() -> new RunningBroker(directory, overrides))
                    .hasMessageContaining("cannot listen on PLAINTEXT://127.0.0.1:" + taken.getLocalPort());
        }
        new RunningBroker(directory).close();
    }

    @Test
    void manyBrokersLiveInOneProcessAndLeaveNoThreadsBehind() {
        for (int round = 0; round < 3; round++) {
            try (var one = new RunningBroker(directory.resolve("one"));
                    var two = new RunningBroker(directory.resolve("two"))) {
                assertThat(one.port()).isNotEqualTo(two.port());
            }
        }

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("shard") || name.startsWith("background")));
    }
}

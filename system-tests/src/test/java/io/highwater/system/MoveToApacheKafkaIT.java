package io.highwater.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.testing.kafka.ApacheKafka;
import io.highwater.testing.kafka.ApacheKafkaSettings;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A platform full of unfinished orders moves from the bundled broker to Apache Kafka. Part of the
/// profile `on-apache-kafka` only.
class MoveToApacheKafkaIT {
    private static final int ORDERS = 150;

    /// Beside the shared platform.
    private static final int PORT_OFFSET = 1_000;

    @Test
    void everyEventIsThereOnceAndEveryOrderEnds() throws IOException, InterruptedException {
        var data = Platform.emptyFolder("platform-that-moves");
        try (var kafka = ApacheKafka.start(ApacheKafkaSettings.in(data.resolve("apache-kafka"))
                        .withProperty("auto.create.topics.enable", "false"));
                var platform = Platform.startBundled(data.resolve("platform"), PORT_OFFSET)) {
            var shop = new Shop(platform);
            var audit = Audit.open(shop);
            var customers = Customers.start(shop, ORDERS);
            customers.awaitFurther(ORDERS / 3);

            Platform.Result move = platform.runner(
                    Duration.ofMinutes(10),
                    "move",
                    "--no-class-archives",
                    "--health-timeout",
                    "480",
                    "--to",
                    kafka.bootstrapServers());

            assertThat(move.exitCode()).as(move.output()).isZero();
            System.out.println(move.output());
            audit.close(customers.awaitAll());
            var outboxes = new Outboxes(platform);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(CopiedEvents.idsIn(kafka.bootstrapServers()))
                            .containsExactlyInAnyOrderElementsOf(outboxes.eventIds()));
        }
    }
}

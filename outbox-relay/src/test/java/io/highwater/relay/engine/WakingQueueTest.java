package io.highwater.relay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.base.QueueProvider;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakingQueueTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final WakingQueue<String> queue = new WakingQueue<>();

    @Test
    void recordsLeaveInTheOrderOfTheirComing() {
        queue.enqueue("a");
        queue.enqueue("b");

        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.poll()).isEqualTo("b");
        assertThat(queue.poll()).isNull();
        assertThat(queue.size()).isZero();
    }

    @Test
    void nobodyWaitsWhereThereIsARecord() throws InterruptedException {
        queue.enqueue("a");

        queue.awaitRecord(LONG);

        assertThat(queue.poll()).isEqualTo("a");
    }

    @Test
    void whoWaitsIsWokenByARecord() throws Exception {
        var taken = CompletableFuture.supplyAsync(() -> {
            try {
                queue.awaitRecord(LONG);
                return queue.poll();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        queue.enqueue("a");

        assertThat(taken.get(1, TimeUnit.MINUTES)).isEqualTo("a");
    }

    @Test
    void aWakeUpForARecordThatWasTakenIsForgotten() throws InterruptedException {
        queue.enqueue("a");
        queue.poll();
        var begin = System.nanoTime();

        queue.awaitRecord(Duration.ofMillis(20));

        assertThat(System.nanoTime() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(19).toNanos());
    }

    @Test
    void theConnectorFindsItByItsTypeAndTheTaskByItsSlot() {
        var found = ServiceLoader.load(QueueProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("waking"))
                .findFirst()
                .orElseThrow();

        found.configure(Map.of("slot.name", "outbox_orders"));

        assertThat(WakingQueue.of("outbox_orders")).isSameAs(found);
        found.close();
        assertThat(WakingQueue.of("outbox_orders")).isNull();
    }
}

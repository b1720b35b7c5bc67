package io.highwater.relay.engine;

import io.debezium.connector.base.QueueProvider;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Debezium's queue between the thread that reads the log and the thread that hands out batches, with one thing more:
/// the taker can sleep until there is something in it.
///
/// Without that an idle engine takes a twentieth of a core: the connector's own wait ends each interval with a
/// millisecond of spinning, because its clock counts whole milliseconds and it waits until one more has passed.
///
/// Made by the connector through its ServiceLoader, so the task finds it by the name of the slot.
/// Thread-safety: one putter, one taker; `size` from anywhere.
public final class WakingQueue<T> implements QueueProvider<T> {
    /// The value of `queue.provider.type` that selects it.
    public static final String TYPE = "waking";

    private static final String SLOT = "slot.name";
    private static final Map<String, WakingQueue<?>> BY_SLOT = new ConcurrentHashMap<>();

    private final ConcurrentLinkedQueue<T> records = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Semaphore wakeUps = new Semaphore(0);
    private String slot = "";

    /// The queue that was made last for a slot; null if none was.
    static @Nullable WakingQueue<?> of(String slot) {
        return BY_SLOT.get(slot);
    }

    @Override
    public String name() {
        return TYPE;
    }

    @Override
    public void configure(Map<String, ?> settings) {
        slot = Objects.toString(settings.get(SLOT), "");
        BY_SLOT.put(slot, this);
    }

    @Override
    public void enqueue(T record) {
        records.add(record);
        if (count.getAndIncrement() == 0) {
            wakeUps.release();
        }
    }

    @Override
    @SuppressWarnings("NullAway") // The interface, from a package without marks, says null for an empty queue.
    public T poll() {
        var record = records.poll();
        if (record != null) {
            count.decrementAndGet();
        }
        return record;
    }

    @Override
    public int size() {
        return count.get();
    }

    /// Waits until there is a record, but not longer than `limit`.
    void awaitRecord(Duration limit) throws InterruptedException {
        wakeUps.drainPermits();
        if (count.get() == 0) {
            var _ = wakeUps.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        BY_SLOT.remove(slot, this);
    }
}

package io.highwater.outbox.consume;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/// Runs the listeners of a service: waits for the broker in the background, creates the topics, listens, and sees to
/// it that it stays so. The service itself is up meanwhile.
public final class Subscriptions implements SmartLifecycle {
    private static final Duration WATCH_PERIOD = Duration.ofSeconds(2);

    private final BrokerTopics topics;
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers;
    private final Listeners listeners;
    private final BrokerWatch watch;
    private final Clock clock;
    private volatile @Nullable Instant listeningSince;
    private @Nullable Thread starter;

    Subscriptions(
            BrokerTopics topics,
            List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers,
            BrokerWatch watch,
            Clock clock) {
        this.topics = topics;
        this.containers = List.copyOf(containers);
        this.watch = watch;
        this.clock = clock;
        this.listeners = new Listeners(
                this.containers.stream().map(Subscriptions::listener).toList(), clock);
    }

    private static Listeners.Listener listener(ConcurrentMessageListenerContainer<byte[], byte[]> container) {
        return new Listeners.Listener(
                String.valueOf(container.getGroupId()), container::isInExpectedState, () -> restart(container));
    }

    private static void restart(ConcurrentMessageListenerContainer<byte[], byte[]> container) {
        container.stop(); // one of its consumers may still run
        container.start();
    }

    /// Consumers whose listeners stopped by themselves and are not yet started again.
    public List<String> stopped() {
        return listeners.stopped();
    }

    /// When every listener had partitions for the first time, to within seconds: what waited in the topics is read from
    /// then on. Empty before that, and for an instance that gets none because others have them all.
    public Optional<Instant> listeningSince() {
        return Optional.ofNullable(listeningSince);
    }

    @Override
    public synchronized void start() {
        starter = Thread.ofVirtual().name("subscriptions").start(this::startWhenBrokerIsThere);
    }

    private void startWhenBrokerIsThere() {
        try {
            topics.await();
            startContainers();
            while (!containers.isEmpty()) {
                Thread.sleep(WATCH_PERIOD);
                startStopped();
                noteListening();
                watch.look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void startContainers() {
        if (starter != null) {
            containers.forEach(ConcurrentMessageListenerContainer::start);
        }
    }

    private void noteListening() {
        var assigned = containers.stream()
                .noneMatch(container -> container.getAssignedPartitions().isEmpty());
        if (listeningSince == null && assigned) {
            listeningSince = clock.instant();
        }
    }

    private synchronized void startStopped() {
        if (starter != null) {
            listeners.startStopped();
        }
    }

    @Override
    public synchronized void stop() {
        if (starter != null) {
            starter.interrupt();
            starter = null;
            containers.parallelStream().forEach(ConcurrentMessageListenerContainer::stop);
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return starter != null;
    }

    /// Stops listening before the pool and the web server go.
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 100;
    }
}

package io.highwater.outbox.consume;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/// Runs the listeners of a service: waits for the broker in the background, creates the topics, then listens. The
/// service
/// itself is up meanwhile.
public final class Subscriptions implements SmartLifecycle {
    private final BrokerTopics topics;
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers;
    private final BrokerWatch watch;
    private @Nullable Thread starter;

    Subscriptions(
            BrokerTopics topics,
            List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers,
            BrokerWatch watch) {
        this.topics = topics;
        this.containers = List.copyOf(containers);
        this.watch = watch;
    }

    @Override
    public synchronized void start() {
        starter = Thread.ofVirtual().name("subscriptions").start(this::startWhenBrokerIsThere);
    }

    private void startWhenBrokerIsThere() {
        try {
            topics.await();
            startContainers();
            watch.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void startContainers() {
        if (starter != null) {
            containers.forEach(ConcurrentMessageListenerContainer::start);
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

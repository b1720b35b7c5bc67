package io.highwater.notification.delivery;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.Providers;
import io.highwater.outbox.outage.OutageLog;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/// A [Dispatcher] per channel, running while the application does.
class Dispatchers implements SmartLifecycle {
    private final Map<Channel, Dispatcher> running = new EnumMap<>(Channel.class);
    private final DeliveryStatus line;
    private final Deliveries deliveries;
    private final Providers providers;
    private final SendDelivery sender;
    private final DeliveryScope scope;
    private final DeliverySettings settings;
    private final Clock clock;
    private final OutageLog outages;

    /// @param line what this process attempts: first attempts or retries
    Dispatchers(
            DeliveryStatus line,
            Deliveries deliveries,
            Providers providers,
            SendDelivery sender,
            DeliveryScope scope,
            DeliverySettings settings,
            Clock clock,
            OutageLog outages) {
        this.line = line;
        this.deliveries = deliveries;
        this.providers = providers;
        this.sender = sender;
        this.scope = scope;
        this.settings = settings;
        this.clock = clock;
        this.outages = outages;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    public synchronized void on(DeliveryDue due) {
        var dispatcher = running.get(due.channel());
        if (dispatcher != null) {
            dispatcher.wake();
        }
    }

    @Override
    public synchronized void start() {
        for (var channel : Channel.values()) {
            var dispatcher =
                    new Dispatcher(channel, line, deliveries, providers, sender, scope, settings, clock, outages);
            running.put(channel, dispatcher);
            dispatcher.start();
        }
    }

    @Override
    public synchronized void stop() {
        running.values().parallelStream().forEach(Dispatcher::stop);
        running.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !running.isEmpty();
    }
}

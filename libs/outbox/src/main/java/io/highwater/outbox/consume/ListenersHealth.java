package io.highwater.outbox.consume;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Down while a listener has stopped by itself: the service answers, but hears nothing. Not part of readiness.
final class ListenersHealth implements HealthIndicator {
    private final Subscriptions subscriptions;

    ListenersHealth(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public Health health() {
        var stopped = subscriptions.stopped();
        return stopped.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("stopped", stopped).build();
    }
}

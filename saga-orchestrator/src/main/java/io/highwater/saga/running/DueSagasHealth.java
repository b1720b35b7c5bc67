package io.highwater.saga.running;

import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Down when no scan for due sagas has come to its end lately: deadlines pass unnoticed.
@Component("deadlines")
class DueSagasHealth implements HealthIndicator {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final DueSagas dueSagas;
    private final Clock clock;

    DueSagasHealth(DueSagas dueSagas, Clock clock) {
        this.dueSagas = dueSagas;
        this.clock = clock;
    }

    @Override
    public Health health() {
        var last = dueSagas.lastScan();
        boolean late = Duration.between(last, clock.instant()).compareTo(LONGEST) > 0;
        return (late ? Health.down() : Health.up()).withDetail("lastScan", last).build();
    }
}

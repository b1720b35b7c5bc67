package io.highwater.relay.operations;

import io.highwater.relay.source.Relays;
import java.util.LinkedHashMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// UP while the rows of every source flow; a source that is paused, waits or backs off makes it DOWN and says so.
@Component
public class RelayHealthIndicator implements HealthIndicator {
    private final Relays relays;

    RelayHealthIndicator(Relays relays) {
        this.relays = relays;
    }

    @Override
    public Health health() {
        var details = new LinkedHashMap<String, Object>();
        var flowing = true;
        for (var entry : relays.statuses().entrySet()) {
            var status = entry.getValue();
            flowing &= status.isStreaming();
            details.put(
                    entry.getKey(),
                    status.waiting() == null ? status.state() : "STREAMING, waits: " + status.waiting());
        }
        return (flowing ? Health.up() : Health.down()).withDetails(details).build();
    }
}

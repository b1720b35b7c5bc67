package io.highwater.relay.operations;

import io.highwater.relay.source.Relays;
import io.highwater.relay.source.Relays.Action;
import io.highwater.relay.source.SourceStatus;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/// `GET /actuator/relay`, `GET /actuator/relay/{source}`, and `POST /actuator/relay/{source}` with
/// `{"action": "pause" | "resume" | "resnapshot"}`.
@Component
@Endpoint(id = "relay")
public class RelayEndpoint {
    private final Relays relays;

    RelayEndpoint(Relays relays) {
        this.relays = relays;
    }

    /// All sources.
    @ReadOperation
    public Map<String, Map<String, SourceStatus>> sources() {
        return Map.of("sources", relays.statuses());
    }

    /// One source; 404 if there is none of that name.
    @ReadOperation
    public @Nullable SourceStatus source(@Selector String source) {
        return relays.status(source).orElse(null);
    }

    /// Begins an action and answers with the status as it is at that moment; 404 if there is no such source.
    @WriteOperation
    public @Nullable SourceStatus act(@Selector String source, String action) {
        return relays.act(source, parse(action)) ? relays.status(source).orElse(null) : null;
    }

    private static Action parse(String action) {
        try {
            return Action.valueOf(action.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new InvalidEndpointRequestException(
                    "unknown action " + action, "action is one of pause, resume, resnapshot");
        }
    }
}

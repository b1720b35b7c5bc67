package io.highwater.outbox.consume;

import io.highwater.outbox.Envelope;
import io.highwater.outbox.RecordFields;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.MDC;

/// Puts the order and the saga of the message being handled into each log line of its thread.
final class LogKeys implements AutoCloseable {
    private final Map<String, String> keys;

    private LogKeys(Map<String, String> keys) {
        this.keys = keys;
    }

    static LogKeys of(Envelope envelope, Object payload) {
        var keys = Arrays.stream(new String[] {"orderId", "sagaId"})
                .flatMap(key -> field(payload, key).map(value -> Map.entry(key, value)).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        keys.putIfAbsent("orderId", envelope.correlationId());
        keys.forEach(MDC::put);
        return new LogKeys(keys);
    }

    private static Optional<String> field(Object payload, String name) {
        if (!payload.getClass().isRecord()) {
            return Optional.empty();
        }
        return Arrays.stream(payload.getClass().getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .findAny()
                .map(component -> String.valueOf(RecordFields.valueOf(payload, component)));
    }

    @Override
    public void close() {
        keys.keySet().forEach(MDC::remove);
    }
}

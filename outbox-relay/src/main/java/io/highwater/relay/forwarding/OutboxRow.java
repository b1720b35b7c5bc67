package io.highwater.relay.forwarding;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row of an outbox table. The nullable columns are those that a service may leave out.
///
/// @param id      the message's id, by which consumers recognise a duplicate
/// @param key     the record's key: what shares a key stays in order
/// @param payload the record's value, sent byte for byte as UTF-8
/// @param createdAt as the database wrote it, an RFC 3339 timestamp
public record OutboxRow(
        String id,
        String topic,
        String key,
        String type,
        String source,
        @Nullable String subject,
        String payload,
        String createdAt,
        @Nullable String traceparent,
        @Nullable String tracestate,
        @Nullable String correlationId,
        @Nullable String causationId) {

    /// When the row was written.
    public Instant created() {
        return Instant.parse(createdAt);
    }

    /// The columns that hold something, by column name.
    public Map<String, String> columns() {
        var columns = new LinkedHashMap<String, String>();
        columns.put("id", id);
        columns.put("topic", topic);
        columns.put("message_key", key);
        columns.put("type", type);
        columns.put("source", source);
        columns.put("payload", payload);
        columns.put("created_at", createdAt);
        putIfPresent(columns, "subject", subject);
        putIfPresent(columns, "traceparent", traceparent);
        putIfPresent(columns, "tracestate", tracestate);
        putIfPresent(columns, "correlation_id", correlationId);
        putIfPresent(columns, "causation_id", causationId);
        return columns;
    }

    private static void putIfPresent(Map<String, String> columns, String name, @Nullable String value) {
        if (value != null) {
            columns.put(name, value);
        }
    }
}

package io.highwater.relay.forwarding;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/// Builds change events as Debezium would hand them over, columns by name.
final class OutboxEvents {
    private OutboxEvents() {}

    static Map<String, Object> row() {
        var row = new LinkedHashMap<String, Object>();
        row.put("id", "0193a6e0-0000-7000-8000-000000000001");
        row.put("topic", "orders_events");
        row.put("message_key", "alice");
        row.put("type", "OrderPlaced.v1");
        row.put("source", "/order-service");
        row.put("subject", "o-1");
        row.put("payload", "{\"b\":1, \"a\":\"ü\"}");
        row.put("created_at", "2026-11-23T10:15:30.123456Z");
        row.put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        row.put("tracestate", null);
        row.put("correlation_id", "o-1");
        row.put("causation_id", null);
        return row;
    }

    static Map<String, Object> rowWith(String column, Object value) {
        var row = row();
        row.put(column, value);
        return row;
    }

    static SourceRecord inserted(Map<String, Object> columns) {
        return change("c", columns);
    }

    static SourceRecord change(String op, Map<String, Object> columns) {
        var rowSchema = SchemaBuilder.struct().name("row").optional();
        columns.forEach((name, value) -> rowSchema.field(name, schemaOf(value)));
        var after = new Struct(rowSchema.build());
        columns.forEach(after::put);
        var schema = SchemaBuilder.struct()
                .field("op", Schema.STRING_SCHEMA)
                .field("after", after.schema())
                .build();
        return event(schema, new Struct(schema).put("op", op).put("after", after));
    }

    static SourceRecord event(Schema schema, Object value) {
        return new SourceRecord(
                Map.of("server", "orders"), Map.of("lsn", 1L), "orders.public.outbox_event", schema, value);
    }

    private static Schema schemaOf(Object value) {
        return switch (value) {
            case Long _ -> Schema.OPTIONAL_INT64_SCHEMA;
            case byte[] _ -> Schema.OPTIONAL_BYTES_SCHEMA;
            case null, default -> Schema.OPTIONAL_STRING_SCHEMA;
        };
    }
}

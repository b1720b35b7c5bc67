package io.highwater.relay.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Maps a change event of an outbox table to the record that consumers see: CloudEvents 1.0 in binary mode.
/// Pure, and trusts nothing: whatever stands in the row, the answer is a mapping and never an exception.
public final class RowMapper {
    /// Kafka's rule for topic names; `.` and `..` and names of internal topics are refused besides.
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private static final String INTERNAL_TOPIC_PREFIX = "__";

    /// Decides what becomes of one change event.
    public Mapping map(SourceRecord event) {
        if (!(event.value() instanceof Struct change) || !isInsert(change)) {
            return new Mapping.Skip();
        }
        if (!(change.get("after") instanceof Struct after)) {
            return new Mapping.Skip();
        }
        var columns = textColumns(after);
        try {
            var row = read(columns);
            return new Mapping.Forward(row, toRecord(row));
        } catch (MalformedRow malformed) {
            return new Mapping.Refuse(new Refusal(malformed.reason, malformed.detail, columns));
        }
    }

    /// Created while streaming, or read by a snapshot.
    private static boolean isInsert(Struct change) {
        if (change.schema().field("op") == null || change.schema().field("after") == null) {
            return false;
        }
        return change.get("op") instanceof String op && (op.equals("c") || op.equals("r"));
    }

    private static Map<String, String> textColumns(Struct row) {
        var columns = new LinkedHashMap<String, String>();
        for (var field : row.schema().fields()) {
            if (row.get(field) instanceof String text) {
                columns.put(field.name(), text);
            }
        }
        return columns;
    }

    private static OutboxRow read(Map<String, String> columns) throws MalformedRow {
        return new OutboxRow(
                required(columns, "id"),
                topic(required(columns, "topic")),
                required(columns, "message_key"),
                required(columns, "type"),
                required(columns, "source"),
                columns.get("subject"),
                required(columns, "payload"),
                timestamp(required(columns, "created_at")),
                columns.get("traceparent"),
                columns.get("tracestate"),
                columns.get("correlation_id"),
                columns.get("causation_id"));
    }

    private static String required(Map<String, String> columns, String name) throws MalformedRow {
        var value = columns.get(name);
        if (value == null || value.isEmpty()) {
            throw new MalformedRow(Refusal.Reason.MALFORMED_ROW, "column %s is missing or empty".formatted(name));
        }
        return value;
    }

    private static String topic(String name) throws MalformedRow {
        var legal = TOPIC.matcher(name).matches() && !name.equals(".") && !name.equals("..");
        if (!legal || name.startsWith(INTERNAL_TOPIC_PREFIX)) {
            throw new MalformedRow(
                    Refusal.Reason.INVALID_TOPIC, "not a topic that a row may be sent to: " + abbreviate(name));
        }
        return name;
    }

    private static String timestamp(String value) throws MalformedRow {
        try {
            var instant = OffsetDateTime.parse(value)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toInstant();
            if (instant.toEpochMilli() >= 0) {
                return instant.toString();
            }
        } catch (DateTimeException | ArithmeticException _) {
            // Falls through: `infinity` and years beyond what a record's timestamp can say end here.
        }
        throw new MalformedRow(Refusal.Reason.MALFORMED_ROW, "created_at is not a usable time: " + abbreviate(value));
    }

    private static String abbreviate(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }

    private static ProducerRecord<byte[], byte[]> toRecord(OutboxRow row) {
        var timestamp = row.created().toEpochMilli();
        var record = new ProducerRecord<>(
                row.topic(),
                null,
                timestamp,
                row.key().getBytes(UTF_8),
                row.payload().getBytes(UTF_8));
        var headers = record.headers();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", row.id());
        add(headers, "ce_type", row.type());
        add(headers, "ce_source", row.source());
        add(headers, "ce_subject", row.subject());
        add(headers, "ce_time", row.createdAt());
        add(headers, "content-type", "application/json");
        add(headers, "ce_correlationid", row.correlationId());
        add(headers, "ce_causationid", row.causationId());
        add(headers, "traceparent", row.traceparent());
        add(headers, "tracestate", row.tracestate());
        return record;
    }

    private static void add(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(name, value.getBytes(UTF_8));
        }
    }

    /// Leaves the reading of a row at its first fault; never leaves this class.
    private static final class MalformedRow extends Exception {
        private final Refusal.Reason reason;
        private final String detail;

        private MalformedRow(Refusal.Reason reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
            this.detail = detail;
        }
    }
}

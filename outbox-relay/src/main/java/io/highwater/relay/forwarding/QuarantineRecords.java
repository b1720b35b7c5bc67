package io.highwater.relay.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/// The records of the quarantine topic: the row as far as it could be read, and why it was refused.
///
/// Headers: `hw_reason`, `hw_detail`, `hw_relay_source`, `hw_payload_bytes`, `hw_payload_truncated` (only when cut),
/// and
/// every other column as `hw_column_<name>`. The row itself stays in its table until its partition is dropped.
public final class QuarantineRecords {
    /// Half of the default `max.request.size`, so that a row that was too large is not too large once more.
    private static final int MAX_PAYLOAD_BYTES = 512 * 1024;

    private static final int MAX_HEADER_BYTES = 1024;

    private final String topic;
    private final String source;

    /// @param source the relay's name for the database that the rows come from
    public QuarantineRecords(String topic, String source) {
        this.topic = topic;
        this.source = source;
    }

    /// The record that tells of `refusal`, keyed by the row's id.
    public ProducerRecord<byte[], byte[]> record(Refusal refusal) {
        var payload = refusal.columns().getOrDefault("payload", "").getBytes(UTF_8);
        var kept = cut(payload, MAX_PAYLOAD_BYTES);
        var key = cut(refusal.columns().getOrDefault("id", source).getBytes(UTF_8), MAX_HEADER_BYTES);
        var record = new ProducerRecord<>(topic, key, kept);
        add(record, "hw_reason", refusal.reason().name());
        add(record, "hw_detail", refusal.detail());
        add(record, "hw_relay_source", source);
        add(record, "hw_payload_bytes", Integer.toString(payload.length));
        if (kept.length < payload.length) {
            add(record, "hw_payload_truncated", "true");
        }
        refusal.columns().entrySet().stream()
                .filter(column -> !column.getKey().equals("payload"))
                .sorted(Map.Entry.comparingByKey())
                .forEach(column -> add(record, "hw_column_" + column.getKey(), column.getValue()));
        return record;
    }

    private static void add(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, cut(value.getBytes(UTF_8), MAX_HEADER_BYTES));
    }

    /// The first bytes, ending with a whole character, so that what is left is still UTF-8.
    private static byte[] cut(byte[] text, int maxBytes) {
        if (text.length <= maxBytes) {
            return text;
        }
        var end = maxBytes;
        while (end > 0 && isContinuation(text[end])) {
            end--;
        }
        return Arrays.copyOf(text, end);
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }
}

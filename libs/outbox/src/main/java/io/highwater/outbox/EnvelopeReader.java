package io.highwater.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Reads a record's headers as a CloudEvent in binary mode.
public final class EnvelopeReader {
    /// Width of `inbox_message.message_id`.
    private static final int MAX_ID_CHARS = 128;

    private EnvelopeReader() {}

    /// @throws UndecodableMessageException without the attributes every message needs: id, type, a key and a value
    public static Envelope read(ConsumerRecord<byte[], byte[]> message) {
        var id = required(message, "ce_id");
        if (id.length() > MAX_ID_CHARS) {
            throw new UndecodableMessageException("ce_id has more than %d characters".formatted(MAX_ID_CHARS));
        }
        return new Envelope(
                id,
                required(message, "ce_type"),
                header(message, "ce_source").orElse(""),
                header(message, "ce_subject").orElse(""),
                time(message),
                header(message, "ce_correlationid").orElse(id),
                header(message, "ce_causationid").orElse(""),
                header(message, "traceparent").orElse(""),
                new String(present(message.key(), "key"), UTF_8),
                present(message.value(), "value"),
                message.topic(),
                message.partition(),
                message.offset());
    }

    private static byte[] present(byte @Nullable [] bytes, String what) {
        if (bytes == null) {
            throw new UndecodableMessageException("the record has no " + what);
        }
        return bytes;
    }

    private static String required(ConsumerRecord<byte[], byte[]> message, String name) {
        return header(message, name)
                .orElseThrow(() -> new UndecodableMessageException("header %s is missing".formatted(name)));
    }

    private static Instant time(ConsumerRecord<byte[], byte[]> message) {
        try {
            return header(message, "ce_time")
                    .map(Instant::parse)
                    .orElseGet(() -> Instant.ofEpochMilli(message.timestamp()));
        } catch (DateTimeException e) {
            throw new UndecodableMessageException("header ce_time is no RFC 3339 time", e);
        }
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> message, String name) {
        return Optional.ofNullable(message.headers().lastHeader(name))
                .flatMap(header -> Optional.ofNullable(header.value()))
                .map(bytes -> new String(bytes, UTF_8))
                .filter(value -> !value.isEmpty());
    }
}

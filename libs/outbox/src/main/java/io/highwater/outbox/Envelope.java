package io.highwater.outbox;

import java.time.Instant;

/// A received message before its payload is decoded: CloudEvents attributes from the headers, and where it was
/// read.
///
/// @param id            dedupe key, `ce_id`
/// @param type          name and major version, `OrderPlaced.v1`
/// @param source        the producer, `/order-service`
/// @param subject       what it is about; empty when the producer did not say
/// @param time          when it was produced; the record's timestamp when the producer did not say
/// @param correlationId the business process it belongs to; its own id when it starts one
/// @param causationId   id of the message that caused it; empty when none did
/// @param traceparent   W3C trace context of the producer; empty when it was not traced
/// @param key           the record's key
/// @param payload       JSON as it was received; not copied, so treat it as read-only
@SuppressWarnings("ArrayRecordComponent") // A view of one received record; two are never compared.
public record Envelope(
        String id,
        String type,
        String source,
        String subject,
        Instant time,
        String correlationId,
        String causationId,
        String traceparent,
        String key,
        byte[] payload,
        String topic,
        int partition,
        long offset) {

    /// Where it was read, for people: `orders_events-3@42`.
    public String position() {
        return topic + "-" + partition + "@" + offset;
    }
}

package io.highwater.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class EnvelopeReaderTest {
    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void headersBecomeAttributes() {
        header("ce_id", "1");
        header("ce_type", "OrderPlaced.v1");
        header("ce_source", "/order-service");
        header("ce_subject", "order-1");
        header("ce_time", "2026-11-24T00:00:00Z");
        header("ce_correlationid", "order-1");
        header("ce_causationid", "0");
        header("traceparent", "00-a-b-01");

        var envelope = read("key", "{}");

        assertThat(envelope)
                .usingRecursiveComparison()
                .isEqualTo(new Envelope(
                        "1",
                        "OrderPlaced.v1",
                        "/order-service",
                        "order-1",
                        Instant.parse("2026-11-24T00:00:00Z"),
                        "order-1",
                        "0",
                        "00-a-b-01",
                        "key",
                        "{}".getBytes(UTF_8),
                        "orders_events",
                        3,
                        42));
        assertThat(envelope.position()).isEqualTo("orders_events-3@42");
    }

    @Test
    void aMessageWithoutACauseStartsItsOwnCorrelation() {
        header("ce_id", "1");
        header("ce_type", "OrderPlaced.v1");

        var envelope = read("key", "{}");

        assertThat(envelope.correlationId()).isEqualTo("1");
        assertThat(envelope.causationId()).isEmpty();
        assertThat(envelope.time()).isEqualTo(Instant.ofEpochMilli(1_000));
    }

    @Test
    void aRecordWithoutHeadersIsNoMessage() {
        assertUndecodable("key", "{}", "ce_id");
    }

    @Test
    void aRecordWithoutTypeIsNoMessage() {
        header("ce_id", "1");

        assertUndecodable("key", "{}", "ce_type");
    }

    @Test
    void aTombstoneIsNoMessage() {
        header("ce_id", "1");
        header("ce_type", "OrderPlaced.v1");

        assertUndecodable("key", null, "value");
        assertUndecodable(null, "{}", "key");
    }

    @Test
    void anIdThatTheInboxCannotHoldIsRefused() {
        header("ce_id", "1".repeat(129));
        header("ce_type", "OrderPlaced.v1");

        assertUndecodable("key", "{}", "128");
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        header("ce_id", "1");
        header("ce_type", "OrderPlaced.v1");
        header("ce_time", "yesterday");

        assertUndecodable("key", "{}", "ce_time");
    }

    private void assertUndecodable(String key, String value, String complaint) {
        assertThatExceptionOfType(UndecodableMessageException.class)
                .isThrownBy(() -> read(key, value))
                .withMessageContaining(complaint);
    }

    private void header(String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private Envelope read(String key, String value) {
        return EnvelopeReader.read(new ConsumerRecord<>(
                "orders_events",
                3,
                42,
                1_000,
                TimestampType.CREATE_TIME,
                0,
                0,
                bytes(key),
                bytes(value),
                headers,
                Optional.empty()));
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }
}

package io.highwater.relay.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowMapperTest {
    private final RowMapper mapper = new RowMapper();

    @Test
    void aRowBecomesACloudEventInBinaryMode() {
        var record = forwarded(OutboxEvents.row());

        assertThat(record.topic()).isEqualTo("orders_events");
        assertThat(record.key()).isEqualTo("alice".getBytes(UTF_8));
        assertThat(record.timestamp()).isEqualTo(1_795_428_930_123L);
        assertThat(headers(record))
                .containsExactly(
                        entry("ce_specversion", "1.0"),
                        entry("ce_id", "0193a6e0-0000-7000-8000-000000000001"),
                        entry("ce_type", "OrderPlaced.v1"),
                        entry("ce_source", "/order-service"),
                        entry("ce_subject", "o-1"),
                        entry("ce_time", "2026-11-23T10:15:30.123456Z"),
                        entry("content-type", "application/json"),
                        entry("ce_correlationid", "o-1"),
                        entry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    }

    @Test
    void thePayloadIsSentByteForByte() {
        var record = forwarded(OutboxEvents.row());

        assertThat(record.value()).isEqualTo("{\"b\":1, \"a\":\"ü\"}".getBytes(UTF_8));
    }

    @Test
    void aRowReadByASnapshotIsSentLikeAnInsertedOne() {
        var mapping = mapper.map(OutboxEvents.change("r", OutboxEvents.row()));

        assertThat(mapping).isInstanceOf(Mapping.Forward.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"u", "d", "t", "m", ""})
    void otherChangesAreSkipped(String op) {
        var mapping = mapper.map(OutboxEvents.change(op, OutboxEvents.row()));

        assertThat(mapping).isEqualTo(new Mapping.Skip());
    }

    @Test
    void heartbeatsAndTombstonesAreSkipped() {
        var heartbeat =
                SchemaBuilder.struct().field("ts_ms", Schema.INT64_SCHEMA).build();

        assertThat(mapper.map(OutboxEvents.event(heartbeat, new Struct(heartbeat).put("ts_ms", 1L))))
                .isEqualTo(new Mapping.Skip());
        assertThat(mapper.map(OutboxEvents.event(Schema.OPTIONAL_STRING_SCHEMA, null)))
                .isEqualTo(new Mapping.Skip());
        assertThat(mapper.map(OutboxEvents.event(Schema.STRING_SCHEMA, "text"))).isEqualTo(new Mapping.Skip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "topic", "message_key", "type", "source", "payload", "created_at"})
    void aRequiredColumnThatIsAbsentNullEmptyOrOfAnotherTypeIsRefused(String column) {
        var absent = new LinkedHashMap<>(OutboxEvents.row());
        absent.remove(column);

        assertThat(reason(absent)).isEqualTo(Refusal.Reason.MALFORMED_ROW);
        assertThat(reason(OutboxEvents.rowWith(column, null))).isEqualTo(Refusal.Reason.MALFORMED_ROW);
        assertThat(reason(OutboxEvents.rowWith(column, ""))).isEqualTo(Refusal.Reason.MALFORMED_ROW);
        assertThat(reason(OutboxEvents.rowWith(column, 7L))).isEqualTo(Refusal.Reason.MALFORMED_ROW);
        assertThat(reason(OutboxEvents.rowWith(column, new byte[] {1}))).isEqualTo(Refusal.Reason.MALFORMED_ROW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".", "..", "orders events", "orders/events", "ördrar", "a\u0000b", "__consumer_offsets", "__x"})
    void aTopicThatIsIllegalOrInternalIsRefused(String topic) {
        assertThat(reason(OutboxEvents.rowWith("topic", topic))).isEqualTo(Refusal.Reason.INVALID_TOPIC);
    }

    @Test
    void aTopicNameMayHave249CharactersAndNoMore() {
        assertThat(forwarded(OutboxEvents.rowWith("topic", "t".repeat(249))).topic())
                .hasSize(249);
        assertThat(reason(OutboxEvents.rowWith("topic", "t".repeat(250)))).isEqualTo(Refusal.Reason.INVALID_TOPIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "infinity",
                "yesterday",
                "1969-12-31T23:59:59Z",
                "294276-12-31T23:59:59Z",
                "+999999999-12-31T23:59:59.999Z",
                "2026-11-23 10:15:30",
                "-infinity"
            })
    void aTimeThatNoRecordCanCarryIsRefused(String createdAt) {
        assertThat(reason(OutboxEvents.rowWith("created_at", createdAt))).isEqualTo(Refusal.Reason.MALFORMED_ROW);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T12:15:30.5+02:00, 2026-11-23T10:15:30.500Z",
        "2026-11-23T10:15:30Z,        2026-11-23T10:15:30Z"
    })
    void timesAreToldInUtc(String createdAt, String told) {
        assertThat(headers(forwarded(OutboxEvents.rowWith("created_at", createdAt))))
                .containsEntry("ce_time", told);
    }

    @Test
    void aRefusalKeepsWhatCouldBeRead() {
        var mapping = mapper.map(OutboxEvents.inserted(OutboxEvents.rowWith("topic", "not a topic")));

        assertThat(mapping)
                .isInstanceOfSatisfying(
                        Mapping.Refuse.class,
                        refuse -> assertThat(refuse.refusal().columns())
                                .containsEntry("id", "0193a6e0-0000-7000-8000-000000000001")
                                .containsEntry("topic", "not a topic")
                                .containsEntry("payload", "{\"b\":1, \"a\":\"ü\"}")
                                .doesNotContainKey("tracestate"));
    }

    private ProducerRecord<byte[], byte[]> forwarded(Map<String, Object> row) {
        return ((Mapping.Forward) mapper.map(OutboxEvents.inserted(row))).record();
    }

    private Refusal.Reason reason(Map<String, Object> row) {
        return ((Mapping.Refuse) mapper.map(OutboxEvents.inserted(row)))
                .refusal()
                .reason();
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        var headers = new LinkedHashMap<String, String>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}

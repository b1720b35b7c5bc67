package io.highwater.relay.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class QuarantineRecordsTest {
    private final QuarantineRecords records = new QuarantineRecords("outbox_quarantine", "orders");

    @Test
    void theRecordCarriesTheRowAndTheReason() {
        var record = records.record(new Refusal(
                Refusal.Reason.INVALID_TOPIC,
                "not a topic",
                Map.of("id", "i-1", "topic", "a b", "payload", "{}", "type", "OrderPlaced.v1")));

        assertThat(record.topic()).isEqualTo("outbox_quarantine");
        assertThat(record.key()).isEqualTo("i-1".getBytes(UTF_8));
        assertThat(record.value()).isEqualTo("{}".getBytes(UTF_8));
        assertThat(header(record, "hw_reason")).isEqualTo("INVALID_TOPIC");
        assertThat(header(record, "hw_detail")).isEqualTo("not a topic");
        assertThat(header(record, "hw_relay_source")).isEqualTo("orders");
        assertThat(header(record, "hw_column_topic")).isEqualTo("a b");
        assertThat(header(record, "hw_column_type")).isEqualTo("OrderPlaced.v1");
        assertThat(record.headers().lastHeader("hw_payload_truncated")).isNull();
    }

    @Test
    void aPayloadThatWasTooLargeIsCutBetweenCharacters() {
        var payload = "x" + "ü".repeat(1_000_000);

        var record = records.record(new Refusal(Refusal.Reason.TOO_LARGE, "", Map.of("payload", payload)));

        assertThat(record.value()).hasSize(512 * 1024 - 1);
        assertThat(payload).startsWith(new String(record.value(), UTF_8));
        assertThat(header(record, "hw_payload_bytes")).isEqualTo("2000001");
        assertThat(header(record, "hw_payload_truncated")).isEqualTo("true");
    }

    @Test
    void aRowOfWhichNothingCouldBeReadIsKeyedByItsSource() {
        var record = records.record(new Refusal(Refusal.Reason.MALFORMED_ROW, "no id", Map.of()));

        assertThat(record.key()).isEqualTo("orders".getBytes(UTF_8));
        assertThat(record.value()).isEmpty();
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}

package io.highwater.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.highwater.contracts.orders.OrderLine;
import io.highwater.contracts.orders.OrderPlaced;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class PayloadReaderTest {
    private static final String ORDER = "00000000-0000-7000-8000-000000000001";

    private final JsonMapper json = JsonMapper.shared();
    private final PayloadReader reader = new PayloadReader(json);

    @Test
    void whatIsWrittenIsRead() {
        var event = new OrderPlaced(
                UUID.fromString(ORDER), "alice", List.of(new OrderLine("book", 2, 1999)), 3998, Instant.EPOCH);

        var read = reader.read(message(json.writeValueAsString(event)), OrderPlaced.class);

        assertThat(read).isEqualTo(event);
    }

    @Test
    void unknownFieldsAreIgnored() {
        var read = reader.read(
                message("{\"name\": \"a\", \"tags\": [], \"count\": 0, \"colour\": {\"red\": 1}}"), Sample.class);

        assertThat(read).isEqualTo(new Sample("a", null, List.of(), 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"tags": [], "count": 1}                  | name is missing
        {"name": null, "tags": [], "count": 1}    | name is missing
        {"name": "a", "count": 1}                 | tags is missing
        {"name": "a", "tags": [null], "count": 1} | tags[] is missing
        {"name": "a", "tags": [{}], "count": 1}   | tags[].label is missing
        {"name": "a", "tags": []}                 | null
        {"name": "a", "tags": [], "count": null}  | null
        {"name": "a", "tags": [], "count": "x"}   | int
        {"name": "a", "tags": {}, "count": 1}     | List
        {"name":                                  | end-of-input
        []                                        | Sample
        ''                                        | end-of-input
        nonsense                                  | nonsense
        """)
    void whatDoesNotFitIsUndecodable(String payload, String complaint) {
        assertThatExceptionOfType(UndecodableMessageException.class)
                .isThrownBy(() -> reader.read(message(payload), Sample.class))
                .withStackTraceContaining(complaint);
    }

    private static Envelope message(String payload) {
        var bytes = payload.getBytes(UTF_8);
        return new Envelope("1", "Sample.v1", "", "", Instant.EPOCH, "1", "", "", "key", bytes, "topic", 0, 0);
    }

    record Sample(String name, @Nullable String note, List<Tag> tags, int count) {}

    record Tag(String label) {}
}

package io.highwater.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.contracts.orders.OrderRejected;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "OUT_OF_STOCK, out of stock",
        "CREDIT_EXCEEDED, payment was declined",
        "TIMED_OUT, in time",
        "CANCELLED, cancelled",
        "SOMETHING_NEW, cannot carry it out",
    })
    void aRejectionIsWordedByItsReasonAndKeepsTheDetailInside(String reason, String words) {
        var rejected = new OrderRejected(UUID.randomUUID(), "alice", reason, "fraud suspected by olga", Instant.EPOCH);

        assertThat(Text.about(rejected).body()).contains(words).doesNotContain("olga");
    }
}

package io.highwater.payment.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CreditTest {
    private final Credit credit = new Credit("alice", 1000, 300, 200);

    @Test
    void whatIsNeitherHeldNorTakenIsAvailable() {
        assertThat(credit.availableCents()).isEqualTo(500);
        assertThat(credit.covers(500)).isTrue();
        assertThat(credit.covers(501)).isFalse();
    }

    @Test
    void aLoweredLimitCoversNothing() {
        assertThat(new Credit("alice", 100, 300, 200).covers(1)).isFalse();
    }

    @Test
    void creditAddsUp() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Credit("alice", 1000, -1, 0));
    }
}

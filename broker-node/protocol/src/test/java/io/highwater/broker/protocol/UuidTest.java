package io.highwater.broker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class UuidTest {
    @Test
    void textIsThatOfKafka() {
        var random = new Random(7);
        for (var i = 0; i < 1000; i++) {
            var id = new Uuid(random.nextLong(), random.nextLong());
            var kafkas = new org.apache.kafka.common.Uuid(id.msb(), id.lsb());

            assertThat(id).hasToString(kafkas.toString());
            assertThat(Uuid.parse(kafkas.toString())).isEqualTo(id);
        }
    }

    @Test
    void randomIdsAreVersion4AndNeverStartWithADash() {
        var random = new Random(7);
        for (var i = 0; i < 1000; i++) {
            var id = Uuid.random(random);
            var standard = new java.util.UUID(id.msb(), id.lsb());

            assertThat(standard.version()).isEqualTo(4);
            assertThat(standard.variant()).isEqualTo(2);
            assertThat(id.toString()).doesNotStartWith("-");
        }
    }

    @Test
    void textOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Uuid.parse("AAAA"))
                .withMessageContaining("16 bytes");
    }
}

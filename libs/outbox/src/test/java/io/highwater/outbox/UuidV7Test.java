package io.highwater.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class UuidV7Test {
    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(0x0123_4567_89ABL), ZoneOffset.UTC);

    @Test
    void itIsOfVersionSevenAndStartsWithTheTime() {
        var id = UuidV7.next(clock);

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.toString()).startsWith("01234567-89ab-7");
    }

    @Test
    void noTwoAreTheSame() {
        assertThat(UuidV7.next(clock)).isNotEqualTo(UuidV7.next(clock));
    }
}

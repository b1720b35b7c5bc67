package io.highwater.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogConfigTest {
    @Test
    void anyNegativeRetentionBytesMeansNoLimit() {
        var config = LogConfig.of(Map.of("retention.bytes", "-5"));

        assertThat(config.retentionBytes()).isEqualTo(LogConfig.UNLIMITED);
    }

    @Test
    void anIndexHasRoomForItsFewestEntriesHoweverSmallItIsToBe() {
        var config = LogConfig.of(Map.of("segment.index.bytes", "4"));

        assertThat(config.segmentIndexBytes()).isEqualTo(24);
    }

    @Test
    void aValueThatMakesNoSenseIsRefusedByName() {
        assertThatThrownBy(() -> LogConfig.of(Map.of("segment.ms", "0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("segment.ms must be at least 1");
    }
}

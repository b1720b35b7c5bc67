package io.highwater.broker.protocol.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
    @Test
    void namesAreKafkas() {
        assertThat(ErrorCode.values())
                .extracting(Enum::name)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Errors.values()).map(Enum::name).toList());
    }

    @ParameterizedTest
    @EnumSource
    void codeAndRetriabilityAreKafkas(ErrorCode error) {
        var kafkas = Errors.valueOf(error.name());

        assertThat(error.code()).isEqualTo(kafkas.code());
        assertThat(error.isRetriable()).isEqualTo(kafkas.exception() instanceof RetriableException);
        assertThat(ErrorCode.of(error.code())).isEqualTo(error);
    }

    @Test
    void unknownCodesAreUnknownServerErrors() {
        assertThat(ErrorCode.of((short) 9999)).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(ErrorCode.of((short) -2)).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
    }
}

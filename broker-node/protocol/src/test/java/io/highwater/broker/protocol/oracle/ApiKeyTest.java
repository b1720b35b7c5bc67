package io.highwater.broker.protocol.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ApiKey;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Numbers, versions and headers of the APIs are Kafka's.
class ApiKeyTest {
    @Test
    void livingApisAreTheSameAsKafkas() {
        var kafkas = Stream.of(ApiMessageType.values())
                .filter(type -> type.highestSupportedVersion(true) >= type.lowestSupportedVersion())
                .map(Enum::name)
                .toList();

        assertThat(ApiKey.values()).extracting(Enum::name).containsExactlyInAnyOrderElementsOf(kafkas);
    }

    @ParameterizedTest
    @EnumSource
    void versionsAreTheFinishedOnesOfKafka(ApiKey key) {
        var kafkas = ApiMessageType.valueOf(key.name());

        assertThat(key.id()).isEqualTo(kafkas.apiKey());
        assertThat(key.apiName()).isEqualTo(kafkas.name);
        assertThat(key.minVersion()).isEqualTo(kafkas.lowestSupportedVersion());
        assertThat(key.maxVersion()).isEqualTo(kafkas.highestSupportedVersion(false));
        assertThat(ApiKey.of(key.id())).contains(key);
    }

    @ParameterizedTest
    @EnumSource
    void headersAreThoseOfKafka(ApiKey key) {
        var kafkas = ApiMessageType.valueOf(key.name());

        for (var version = key.minVersion(); version <= key.maxVersion(); version++) {
            assertThat(key.requestHeaderVersion(version)).isEqualTo(kafkas.requestHeaderVersion(version));
            assertThat(key.responseHeaderVersion(version)).isEqualTo(kafkas.responseHeaderVersion(version));
        }
    }

    @ParameterizedTest
    @EnumSource
    void listenersAreThoseOfKafka(ApiKey key) {
        var kafkas = ApiKeys.forId(key.id());

        assertThat(key.listeners().contains(ApiKey.Listener.BROKER))
                .isEqualTo(kafkas.inScope(ApiMessageType.ListenerType.BROKER));
        assertThat(key.listeners().contains(ApiKey.Listener.CONTROLLER))
                .isEqualTo(kafkas.inScope(ApiMessageType.ListenerType.CONTROLLER));
    }

    @Test
    void unknownNumbersAreNoApi() {
        assertThat(ApiKey.of((short) -1)).isEmpty();
        assertThat(ApiKey.of((short) 4)).isEmpty();
        assertThat(ApiKey.of(Short.MAX_VALUE)).isEmpty();
    }
}

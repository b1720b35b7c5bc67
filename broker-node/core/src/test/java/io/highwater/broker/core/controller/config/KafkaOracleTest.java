package io.highwater.broker.core.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Our keys against Apache Kafka's own definitions.
class KafkaOracleTest {
    /// Keys that only we have.
    private static final List<String> OURS = List.of("flush.mode");

    private static Map<String, ConfigDef.ConfigKey> kafkas() {
        var keys = new TreeMap<>(LogConfig.configDefCopy().configKeys());
        keys.values().removeIf(key -> key.internalConfig);
        return keys;
    }

    @Test
    void topicKeysAreKafkas() {
        var ours = new TreeSet<>(TopicConfigs.TABLE.keys().keySet());
        OURS.forEach(ours::remove);

        assertThat(ours).isEqualTo(kafkas().keySet());
    }

    static Stream<String> keys() {
        return kafkas().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void typeAndDefaultAreKafkas(String name) {
        var kafkas = kafkas().get(name);
        var ours = TopicConfigs.TABLE.find(name).orElseThrow();

        assertThat(ours.type().name()).isEqualTo(kafkas.type.name());
        assertThat(ours.defaultValue()).isEqualTo(ConfigDef.convertToString(kafkas.defaultValue, kafkas.type));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void valuesAreAcceptedAndRefusedAsInKafka(String name) {
        var ours = TopicConfigs.TABLE.find(name).orElseThrow();
        for (var value : VALUES) {
            if (name.equals("remote.storage.enable") && value.equalsIgnoreCase("true")) {
                assertThat(ours.problem(value)).isPresent();
                continue;
            }
            assertThat(ours.problem(value).isEmpty())
                    .as("%s=%s: %s", name, value, ours.problem(value))
                    .isEqualTo(kafkaAccepts(name, value));
        }
    }

    private static final List<String> VALUES = List.of(
            "",
            "-3",
            "-2",
            "-1",
            "0",
            "1",
            "2",
            "4",
            "9",
            "10",
            "17",
            "18",
            "22",
            "23",
            "0.5",
            "1.5",
            "1048575",
            "1048576",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            " 100 ",
            "true",
            "FALSE",
            "maybe",
            "delete",
            "compact",
            "compact,delete",
            " compact , delete ",
            "delete,delete",
            "gzip",
            "uncompressed",
            "producer",
            "none",
            "*",
            "CreateTime",
            "LogAppendTime",
            "0:1,1:2",
            "0:1;1:2");

    private static boolean kafkaAccepts(String name, String value) {
        var properties = new Properties();
        properties.put(name, value);
        try {
            var parsed = LogConfig.configDefCopy().parse(properties);
            return parsed.containsKey(name);
        } catch (ConfigException refused) {
            return false;
        }
    }

    @Test
    void everyKeyIsDocumented() {
        Stream.of(TopicConfigs.TABLE, GroupConfigs.TABLE, BrokerConfigs.TOPIC_DEFAULTS)
                .flatMap(table -> table.keys().values().stream())
                .forEach(key -> assertThat(key.documentation())
                        .as(key.name())
                        .hasSizeGreaterThan(20)
                        .endsWith("."));
    }

    /// Everything that this version's log and leader act on. Whoever makes another key work adds it here.
    private static final Set<String> WITH_EFFECT = Set.of(
            "cleanup.policy",
            "retention.ms",
            "retention.bytes",
            "file.delete.delay.ms",
            "segment.bytes",
            "segment.ms",
            "segment.index.bytes",
            "index.interval.bytes",
            "max.message.bytes",
            "message.timestamp.type",
            "message.timestamp.before.max.ms",
            "message.timestamp.after.max.ms",
            "compression.type",
            "compression.gzip.level",
            "compression.lz4.level",
            "compression.zstd.level",
            "delete.retention.ms",
            "min.cleanable.dirty.ratio",
            "min.compaction.lag.ms",
            "max.compaction.lag.ms",
            "flush.mode",
            "min.insync.replicas");

    @Test
    void noKeyClaimsAnEffectThatItDoesNotHave() {
        var silent = TopicConfigs.TABLE.keys().values().stream()
                .filter(key -> !key.documentation().contains("Without effect")
                        && !key.documentation().contains("Not available"))
                .map(ConfigKey::name);

        assertThat(silent).containsExactlyInAnyOrderElementsOf(WITH_EFFECT);
    }

    @Test
    void everyDefaultIsAllowed() {
        Stream.of(TopicConfigs.TABLE, GroupConfigs.TABLE, BrokerConfigs.TOPIC_DEFAULTS)
                .flatMap(table -> table.keys().values().stream())
                .forEach(key -> key.defaultIfAny()
                        .ifPresent(value ->
                                assertThat(key.problem(value)).as(key.name()).isEmpty()));
    }
}

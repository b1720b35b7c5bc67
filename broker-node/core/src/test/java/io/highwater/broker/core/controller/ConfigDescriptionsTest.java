package io.highwater.broker.core.controller;

import static io.highwater.broker.core.controller.Cluster.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.core.controller.config.ConfigKey;
import io.highwater.broker.core.controller.config.ConfigType;
import io.highwater.broker.core.controller.config.TopicConfigs;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeConfigsRequest;
import io.highwater.broker.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.highwater.broker.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.highwater.broker.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import io.highwater.broker.protocol.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import io.highwater.broker.protocol.metadata.ConfigRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigDescriptionsTest {
    private static final byte TOPIC = 1;
    private static final byte BROKER = 2;
    private static final byte ALL_BROKERS = 3;
    private static final byte STATIC = 4;
    private static final byte DEFAULT = 5;

    private final Cluster cluster = new Cluster(1);

    @Test
    void everyKeyOfATopicIsDescribedWithItsDefault() {
        cluster.create(topic("orders", 1, 1));

        var result = describe(describer(Map.of()), ConfigResource.topic("orders"), null);

        assertThat(result.configs()).hasSize(TopicConfigs.TABLE.keys().size());
        var retention = find(result, "retention.ms");
        assertThat(retention.value()).isEqualTo("604800000");
        assertThat(retention.configSource()).isEqualTo(DEFAULT);
        assertThat(retention.configType()).isEqualTo(ConfigType.LONG.id());
        assertThat(retention.readOnly()).isFalse();
        assertThat(retention.documentation()).isNotBlank();
    }

    @Test
    void theTopicOfOffsetsReportsExactlyCompact() {
        cluster.create(InternalTopics.consumerOffsets(50, (short) 1, 104_857_600));

        var policy = find(
                describe(describer(Map.of()), ConfigResource.topic(InternalTopics.CONSUMER_OFFSETS), null),
                "cleanup.policy");

        assertThat(policy.value()).isEqualTo("compact");
        assertThat(policy.configSource()).isEqualTo(TOPIC);
    }

    @Test
    void strongerSourcesHideWeakerOnesAndSynonymsShowThemAll() {
        cluster.create(topic("orders", Map.of("segment.bytes", "5000000")));
        set(ConfigResource.broker(1), "log.segment.bytes", "4000000");
        set(ConfigResource.allBrokers(), "log.segment.bytes", "3000000");
        var describer = describer(Map.of("log.segment.bytes", "2000000"));

        var own = find(describe(describer, ConfigResource.topic("orders"), null), "segment.bytes");

        assertThat(own.value()).isEqualTo("5000000");
        assertThat(own.synonyms())
                .containsExactly(
                        synonym("segment.bytes", "5000000", TOPIC),
                        synonym("log.segment.bytes", "4000000", BROKER),
                        synonym("log.segment.bytes", "3000000", ALL_BROKERS),
                        synonym("log.segment.bytes", "2000000", STATIC),
                        synonym("log.segment.bytes", "1073741824", DEFAULT));
        cluster.create(topic("plain", 1, 1));
        var inherited = find(describe(describer, ConfigResource.topic("plain"), null), "segment.bytes");
        assertThat(inherited.value()).isEqualTo("4000000");
        assertThat(inherited.configSource()).isEqualTo(BROKER);
    }

    @Test
    void hoursAndMinutesOfTheBrokerBecomeMillisecondsOfTheTopic() {
        cluster.create(topic("orders", 1, 1));

        assertThat(describer(Map.of("log.retention.hours", "2")).topicConfig(cluster.image, "orders"))
                .containsEntry("retention.ms", "7200000");
        assertThat(describer(Map.of("log.retention.hours", "2", "log.retention.minutes", "1"))
                        .topicConfig(cluster.image, "orders"))
                .containsEntry("retention.ms", "60000");
        assertThat(describer(Map.of("log.retention.hours", "-1")).topicConfig(cluster.image, "orders"))
                .containsEntry("retention.ms", "-1");
    }

    @Test
    void onlyTheKeysThatAreAskedForAreDescribed() {
        cluster.create(topic("orders", 1, 1));

        var result = describe(describer(Map.of()), ConfigResource.topic("orders"), List.of("segment.ms", "nonsense"));

        assertThat(result.configs())
                .extracting(DescribeConfigsResourceResult::name)
                .containsExactly("segment.ms");
    }

    @Test
    void aBrokerShowsItsOwnKeysAndHidesItsSecrets() {
        var describer = describer(Map.of("ssl.key.password", "hush", "node.id", "1"));

        var result = describe(describer, ConfigResource.broker(1), null);

        assertThat(find(result, "node.id").value()).isEqualTo("1");
        assertThat(find(result, "node.id").readOnly()).isTrue();
        assertThat(find(result, "node.id").configSource()).isEqualTo(STATIC);
        assertThat(find(result, "log.retention.ms").readOnly()).isFalse();
        assertThat(find(result, "log.retention.hours").value()).isEqualTo("168");
        var secret = find(result, "ssl.key.password");
        assertThat(secret.isSensitive()).isTrue();
        assertThat(secret.value()).isNull();
        assertThat(secret.synonyms()).extracting(DescribeConfigsSynonym::value).containsOnlyNulls();
    }

    @Test
    void theDefaultOfAllBrokersShowsOnlyWhatWasSet() {
        set(ConfigResource.allBrokers(), "log.retention.ms", "1000");

        var result = describe(describer(Map.of()), ConfigResource.allBrokers(), null);

        assertThat(result.configs()).hasSize(1);
        assertThat(result.configs().getFirst().configSource()).isEqualTo(ALL_BROKERS);
    }

    @Test
    void whatIsNotThereCannotBeDescribed() {
        assertThat(describe(describer(Map.of()), ConfigResource.topic("nobody"), null)
                        .errorCode())
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(describe(describer(Map.of()), ConfigResource.broker(2), null).errorCode())
                .isEqualTo(ErrorCode.INVALID_REQUEST.code());
    }

    @Test
    void groupsAreDescribed() {
        set(ConfigResource.group("g"), "consumer.session.timeout.ms", "50000");

        var result = describe(describer(Map.of()), ConfigResource.group("g"), null);

        assertThat(find(result, "consumer.session.timeout.ms").configSource()).isEqualTo((byte) 8);
        assertThat(find(result, "consumer.heartbeat.interval.ms").value()).isEqualTo("5000");
    }

    private void set(ConfigResource resource, String key, String value) {
        cluster.commit(List.of(new MetadataRecord(
                new ConfigRecord()
                        .resourceType(resource.type().id())
                        .resourceName(resource.name())
                        .name(key)
                        .value(value),
                (short) 0)));
    }

    private static ConfigDescriptions describer(Map<String, String> staticConfig) {
        return new ConfigDescriptions(
                1, List.of(key("node.id", ConfigType.INT), key("ssl.key.password", ConfigType.PASSWORD)), staticConfig);
    }

    private static ConfigKey key(String name, ConfigType type) {
        return new ConfigKey(
                name, type, null, _ -> Optional.empty(), ConfigKey.Update.READ_ONLY, List.of(), "A key of the node.");
    }

    private DescribeConfigsResult describe(ConfigDescriptions describer, ConfigResource resource, List<String> keys) {
        var wanted = new DescribeConfigsResource()
                .resourceType(resource.type().id())
                .resourceName(resource.name())
                .configurationKeys(keys);
        var request = new DescribeConfigsRequest()
                .resources(new ArrayList<>(List.of(wanted)))
                .includeSynonyms(true)
                .includeDocumentation(true);
        return describer.describe(cluster.image, request).results().getFirst();
    }

    private static DescribeConfigsResourceResult find(DescribeConfigsResult result, String name) {
        return result.configs().stream()
                .filter(config -> config.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static DescribeConfigsSynonym synonym(String name, String value, byte source) {
        return new DescribeConfigsSynonym().name(name).value(value).source(source);
    }
}

package io.highwater.broker.core.controller;

import static io.highwater.broker.core.controller.Cluster.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.core.controller.config.BrokerConfigs;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.AlterConfigsRequest;
import io.highwater.broker.protocol.message.IncrementalAlterConfigsRequest;
import io.highwater.broker.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.highwater.broker.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlterConfigsTest {
    private static final byte SET = 0;
    private static final byte DELETE = 1;
    private static final byte APPEND = 2;
    private static final byte SUBTRACT = 3;
    private static final ConfigResource ORDERS = ConfigResource.topic("orders");

    private final Cluster cluster = new Cluster(1);

    @BeforeEach
    void createTopic() {
        cluster.create(topic("orders", 1, 1));
    }

    @Test
    void keysAreSetAndDeletedOneByOne() {
        assertThat(alter(ORDERS, "retention.ms", SET, "1000")).isEqualTo(ErrorCode.NONE);
        assertThat(alter(ORDERS, "segment.bytes", SET, "2000000")).isEqualTo(ErrorCode.NONE);
        assertThat(alter(ORDERS, "retention.ms", DELETE, null)).isEqualTo(ErrorCode.NONE);

        assertThat(cluster.image.config(ORDERS)).isEqualTo(Map.of("segment.bytes", "2000000"));
    }

    @Test
    void listsGrowAndShrinkFromWhatCounts() {
        assertThat(alter(ORDERS, "cleanup.policy", APPEND, "compact")).isEqualTo(ErrorCode.NONE);
        assertThat(cluster.image.config(ORDERS)).isEqualTo(Map.of("cleanup.policy", "delete,compact"));

        assertThat(alter(ORDERS, "cleanup.policy", APPEND, "compact")).isEqualTo(ErrorCode.NONE);
        assertThat(alter(ORDERS, "cleanup.policy", SUBTRACT, "delete")).isEqualTo(ErrorCode.NONE);

        assertThat(cluster.image.config(ORDERS)).isEqualTo(Map.of("cleanup.policy", "compact"));
    }

    @Test
    void onlyListsGrow() {
        assertThat(alter(ORDERS, "retention.ms", APPEND, "1")).isEqualTo(ErrorCode.INVALID_CONFIG);
    }

    @Test
    void nonsenseIsRefused() {
        assertThat(alter(ORDERS, "retention.ms", SET, "soon")).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(alter(ORDERS, "no.such.key", SET, "1")).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(alter(ORDERS, "retention.ms", SET, null)).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(alter(ORDERS, "retention.ms", (byte) 9, "1")).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(alter(ConfigResource.topic("nobody"), "retention.ms", SET, "1"))
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(cluster.image.configs()).isEmpty();
    }

    @Test
    void settingWhatIsSetWritesNothing() {
        alter(ORDERS, "retention.ms", SET, "1000");
        var before = cluster.log.size();

        alter(ORDERS, "retention.ms", SET, "1000");

        assertThat(cluster.log).hasSize(before);
    }

    @Test
    void defaultsOfTopicsChangeWhileTheBrokerRuns() {
        assertThat(alter(ConfigResource.allBrokers(), "log.retention.ms", SET, "1000"))
                .isEqualTo(ErrorCode.NONE);
        assertThat(alter(ConfigResource.broker(1), "log.retention.ms", SET, "2000"))
                .isEqualTo(ErrorCode.NONE);
        assertThat(alter(ConfigResource.broker(1), "log.retention.hours", SET, "1"))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(alter(ConfigResource.broker(1), "listeners", SET, "X://:1")).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(alter(ConfigResource.broker(9), "log.retention.ms", SET, "1"))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void groupsHaveConfigurations() {
        assertThat(alter(ConfigResource.group("g"), "consumer.session.timeout.ms", SET, "50000"))
                .isEqualTo(ErrorCode.NONE);
        assertThat(alter(ConfigResource.group(""), "consumer.session.timeout.ms", SET, "50000"))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(alter(ConfigResource.group("g"), "share.auto.offset.reset", SET, "by_duration:PT1H"))
                .isEqualTo(ErrorCode.NONE);
        assertThat(alter(ConfigResource.group("g"), "share.auto.offset.reset", SET, "by_duration:P"))
                .isEqualTo(ErrorCode.INVALID_CONFIG);
    }

    @Test
    void loggersAreNotConfiguredHere() {
        assertThat(alter(new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1"), "root", SET, "DEBUG"))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void aKeyIsChangedOncePerRequestAndAResourceToo() {
        var request = request(ORDERS, "retention.ms", SET, "1");
        request.resources().getFirst().configs().add(config("retention.ms", SET, "2"));
        assertThat(error(request)).isEqualTo(ErrorCode.INVALID_REQUEST);

        var twice = request(ORDERS, "retention.ms", SET, "1");
        twice.resources()
                .add(request(ORDERS, "segment.bytes", SET, "2000000")
                        .resources()
                        .getFirst());
        var response = cluster.commit(cluster.controller.incrementalAlterConfigs(cluster.image, twice));
        assertThat(response.responses().get(1).errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
    }

    @Test
    void validatingChangesNothing() {
        var request = request(ORDERS, "retention.ms", SET, "1").validateOnly(true);

        assertThat(cluster.controller
                        .incrementalAlterConfigs(cluster.image, request)
                        .records())
                .isEmpty();
    }

    @Test
    void replacingSetsWhatIsNamedAndDeletesTheRest() {
        alter(ORDERS, "retention.ms", SET, "1000");
        var resource = new AlterConfigsRequest.AlterConfigsResource()
                .resourceType(ORDERS.type().id())
                .resourceName("orders");
        resource.configs()
                .add(new AlterConfigsRequest.AlterableConfig()
                        .name("segment.ms")
                        .value("5"));
        var request = new AlterConfigsRequest();
        request.resources().add(resource);

        var response = cluster.commit(cluster.controller.alterConfigs(cluster.image, request));

        assertThat(response.responses().getFirst().errorCode()).isEqualTo(ErrorCode.NONE.code());
        assertThat(cluster.image.config(ORDERS)).isEqualTo(Map.of("segment.ms", "5"));
        resource.configs().getFirst().value(null);
        var refused = cluster.commit(cluster.controller.alterConfigs(cluster.image, request));
        assertThat(refused.responses().getFirst().errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
    }

    @Test
    void valuesMustFitTogether() {
        assertThat(alter(ORDERS, "max.compaction.lag.ms", SET, "10")).isEqualTo(ErrorCode.NONE);
        assertThat(alter(ORDERS, "min.compaction.lag.ms", SET, "11")).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(alter(ORDERS, "min.compaction.lag.ms", SET, "10")).isEqualTo(ErrorCode.NONE);
        assertThat(alter(ORDERS, "max.compaction.lag.ms", SET, "9")).isEqualTo(ErrorCode.INVALID_CONFIG);
    }

    @Test
    void whatWasNeverSetMayBeDeleted() {
        assertThat(alter(ORDERS, "no.such.key", DELETE, null)).isEqualTo(ErrorCode.NONE);
        assertThat(cluster.image.config(ORDERS)).isEmpty();
    }

    @Test
    void aResourceThatIsNamedTwiceIsRefusedTwice() {
        var request = request(ORDERS, "retention.ms", SET, "1");
        request.resources()
                .add(request(ORDERS, "segment.ms", SET, "1").resources().getFirst());

        var response = cluster.commit(cluster.controller.incrementalAlterConfigs(cluster.image, request));

        assertThat(response.responses())
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code()));
        assertThat(cluster.image.config(ORDERS)).isEmpty();
    }

    @Test
    void tooManyChangesAreRefusedAsAWhole() {
        var request = request(ORDERS, "retention.ms", SET, "1");
        for (var i = 0; i < 10_000; i++) {
            request.resources().getFirst().configs().add(config("key-" + i, DELETE, null));
        }

        assertThat(error(request)).isEqualTo(ErrorCode.POLICY_VIOLATION);
        assertThat(cluster.image.config(ORDERS)).isEmpty();
    }

    @Test
    void clientMetricsHaveThreeKeys() {
        var slow = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "slow");

        assertThat(alter(slow, "interval.ms", SET, "100")).isEqualTo(ErrorCode.NONE);
        assertThat(alter(slow, "interval.ms", SET, "99")).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(alter(slow, "interval.ms", SET, "soon")).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(alter(slow, "match", SET, "client_id=a.*,client_software_name=librdkafka"))
                .isEqualTo(ErrorCode.NONE);
        assertThat(alter(slow, "match", SET, "client_id=(")).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(alter(slow, "colour", SET, "red")).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void everyDynamicKeyOfABrokerCanBeSetForOneAndForAll() {
        for (var key : BrokerConfigs.DYNAMIC.keys().values()) {
            if (!key.isReadOnly()) {
                var value = key.defaultIfAny().orElse("1");
                assertThat(alter(ConfigResource.allBrokers(), key.name(), SET, value))
                        .as(key.name())
                        .isEqualTo(ErrorCode.NONE);
                assertThat(alter(ConfigResource.broker(1), key.name(), SET, value))
                        .as(key.name())
                        .isEqualTo(ErrorCode.NONE);
            }
        }
    }

    private ErrorCode alter(ConfigResource resource, String key, byte operation, String value) {
        return error(request(resource, key, operation, value));
    }

    private ErrorCode error(IncrementalAlterConfigsRequest request) {
        var response = cluster.commit(cluster.controller.incrementalAlterConfigs(cluster.image, request));
        return ErrorCode.of(response.responses().getFirst().errorCode());
    }

    private static AlterableConfig config(String key, byte operation, String value) {
        return new AlterableConfig().name(key).configOperation(operation).value(value);
    }

    private static IncrementalAlterConfigsRequest request(
            ConfigResource resource, String key, byte operation, String value) {
        var wanted =
                new AlterConfigsResource().resourceType(resource.type().id()).resourceName(resource.name());
        wanted.configs().add(config(key, operation, value));
        var request = new IncrementalAlterConfigsRequest();
        request.resources().add(wanted);
        return request;
    }
}

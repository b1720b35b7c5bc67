package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.ApiVersionsRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings of topics, brokers, groups and client metrics: set, shown, and in force without a restart.
class ConfigAdminIT {
    private static final ConfigResource NODE = new ConfigResource(Type.BROKER, "1");
    private static final ConfigResource ALL_NODES = new ConfigResource(Type.BROKER, "");

    @TempDir
    static Path directory;

    private static RunningBroker broker;
    private static Admin admin;

    @BeforeAll
    static void startBroker() {
        broker = new RunningBroker(directory);
        admin = broker.admin();
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    // ---- topics

    @Test
    void listsGrowAndShrinkByElements() throws Exception {
        ConfigResource topic = topic("listed");

        alter(topic, op("cleanup.policy", "compact", OpType.APPEND));
        assertThat(value(topic, "cleanup.policy")).isEqualTo("delete,compact");
        alter(topic, op("cleanup.policy", "delete", OpType.SUBTRACT));
        assertThat(value(topic, "cleanup.policy")).isEqualTo("compact");
        alter(topic, op("cleanup.policy", null, OpType.DELETE));

        assertThat(entry(topic, "cleanup.policy").source()).isEqualTo(ConfigSource.DEFAULT_CONFIG);
        assertRefused(
                InvalidConfigurationException.class, topic, op("retention.ms", "1", OpType.APPEND), "retention.ms");
    }

    @Test
    void whatIsWrongIsNamedAndNothingOfTheTopicChanges() throws Exception {
        ConfigResource topic = topic("strict");

        assertThatThrownBy(
                        () -> alter(topic, op("retention.ms", "5000", OpType.SET), op("no.such.key", "1", OpType.SET)))
                .cause()
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("no.such.key")
                .hasMessageContaining("retention.ms");
        assertThat(entry(topic, "retention.ms").source()).isEqualTo(ConfigSource.DEFAULT_CONFIG);
        assertRefused(
                InvalidConfigurationException.class,
                topic,
                op("max.compaction.lag.ms", "10", OpType.SET),
                op("min.compaction.lag.ms", "1000", OpType.SET),
                "max.compaction.lag.ms (10)");
        assertRefused(
                UnknownTopicOrPartitionException.class,
                new ConfigResource(Type.TOPIC, "nobody"),
                op("retention.ms", "1", OpType.SET),
                "nobody");
        alter(topic, op("no.such.key", null, OpType.DELETE));
    }

    @Test
    void validatingChangesNothing() throws Exception {
        ConfigResource topic = topic("validated");

        admin.incrementalAlterConfigs(
                        Map.of(topic, List.of(op("retention.ms", "1", OpType.SET))),
                        new AlterConfigsOptions().validateOnly(true))
                .all()
                .get();

        assertThat(entry(topic, "retention.ms").source()).isEqualTo(ConfigSource.DEFAULT_CONFIG);
    }

    @Test
    void everyKeyIsShownWithItsHistoryAndItsMeaning() throws Exception {
        ConfigResource topic = topic("explained");
        alter(ALL_NODES, op("log.segment.delete.delay.ms", "30000", OpType.SET));
        alter(topic, op("file.delete.delay.ms", "1000", OpType.SET));

        ConfigEntry entry = describe(topic).get("file.delete.delay.ms");

        assertThat(entry.documentation()).isNotBlank();
        assertThat(entry.type()).isEqualTo(ConfigEntry.ConfigType.LONG);
        assertThat(entry.synonyms())
                .extracting(synonym -> "%s:%s=%s".formatted(synonym.source(), synonym.name(), synonym.value()))
                .containsExactly(
                        "DYNAMIC_TOPIC_CONFIG:file.delete.delay.ms=1000",
                        "DYNAMIC_DEFAULT_BROKER_CONFIG:log.segment.delete.delay.ms=30000",
                        "DEFAULT_CONFIG:log.segment.delete.delay.ms=60000");
    }

    // ---- brokers

    @Test
    void aDefaultOfTopicsIsInForceAtOnce() throws Exception {
        topic("limited");
        alter(NODE, op("message.max.bytes", "2000", OpType.SET));
        try (var producer = broker.producer(Map.of())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("limited", "x".repeat(5_000)))
                            .get())
                    .hasCauseInstanceOf(RecordTooLargeException.class);

            alter(NODE, op("message.max.bytes", null, OpType.DELETE));

            assertThat(producer.send(new ProducerRecord<>("limited", "x".repeat(5_000)))
                            .get()
                            .offset())
                    .isZero();
        }
    }

    @Test
    void theLimitOfConnectionsIsInForceAtOnceForNewOnes(@TempDir Path own) throws Exception {
        try (var another = new RunningBroker(own);
                var client = another.admin()) {
            client.describeCluster().nodes().get();
            client.incrementalAlterConfigs(Map.of(ALL_NODES, List.of(op("max.connections.per.ip", "0", OpType.SET))))
                    .all()
                    .get();

            assertThatThrownBy(() -> ask(another.port())).isInstanceOf(IOException.class);

            client.incrementalAlterConfigs(
                            Map.of(ALL_NODES, List.of(op("max.connections.per.ip", null, OpType.DELETE))))
                    .all()
                    .get();
            await().atMost(Duration.ofSeconds(10)).ignoreExceptions().untilAsserted(() -> ask(another.port()));
        }
    }

    private static void ask(int port) throws IOException {
        try (var client = new RawClient(port)) {
            client.send(ApiKey.API_VERSIONS, (short) 0, 1, new ApiVersionsRequest());
            client.receive(1, (short) 0);
        }
    }

    @Test
    void oneNodeCanDifferFromAll() throws Exception {
        alter(ALL_NODES, op("log.retention.ms", "5000", OpType.SET));
        alter(NODE, op("log.retention.ms", "7000", OpType.SET));

        assertThat(value(NODE, "log.retention.ms")).isEqualTo("7000");
        assertThat(entry(NODE, "log.retention.ms").source()).isEqualTo(ConfigSource.DYNAMIC_BROKER_CONFIG);
        assertThat(describe(ALL_NODES).get("log.retention.ms").value()).isEqualTo("5000");

        alter(NODE, op("log.retention.ms", null, OpType.DELETE));
        assertThat(entry(NODE, "log.retention.ms").source()).isEqualTo(ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG);
        alter(ALL_NODES, op("log.retention.ms", null, OpType.DELETE));
        assertThat(entry(NODE, "log.retention.ms").isReadOnly()).isFalse();
        assertThat(entry(NODE, "node.id").isReadOnly()).isTrue();
    }

    @Test
    void aBrokerRefusesWhatItCannotChangeNow() {
        assertRefused(InvalidRequestException.class, NODE, op("node.id", "7", OpType.SET), "node.id");
        assertRefused(InvalidRequestException.class, NODE, op("log.segment.bytes", "1", OpType.SET), "at least");
        assertRefused(InvalidRequestException.class, NODE, op("num.io.threads", "many", OpType.SET), "num.io.threads");
    }

    // ---- groups and client metrics

    @Test
    void groupsAndClientMetricsHaveSettingsAndAreListed() throws Exception {
        var group = new ConfigResource(Type.GROUP, "analysts");
        var metrics = new ConfigResource(Type.CLIENT_METRICS, "slow-clients");

        alter(group, op("consumer.session.timeout.ms", "50000", OpType.SET));
        alter(metrics, op("interval.ms", "1000", OpType.SET), op("match", "client_id=app.*", OpType.SET));

        assertThat(entry(group, "consumer.session.timeout.ms").source()).isEqualTo(ConfigSource.DYNAMIC_GROUP_CONFIG);
        assertThat(value(metrics, "interval.ms")).isEqualTo("1000");
        assertThat(list(Set.of(Type.GROUP))).containsExactly("analysts");
        assertThat(list(Set.of(Type.CLIENT_METRICS))).containsExactly("slow-clients");
        assertThat(list(Set.of(Type.BROKER))).containsExactly("1");
        assertThat(list(Set.of())).contains("analysts", "slow-clients", "1");
    }

    @Test
    void groupsAndClientMetricsHaveLimits() {
        var group = new ConfigResource(Type.GROUP, "strict");
        var metrics = new ConfigResource(Type.CLIENT_METRICS, "strict");

        assertRefused(
                InvalidConfigurationException.class,
                group,
                op("consumer.session.timeout.ms", "1", OpType.SET),
                "45000");
        assertRefused(InvalidRequestException.class, metrics, op("interval.ms", "1", OpType.SET), "100");
        assertRefused(InvalidConfigurationException.class, metrics, op("match", "colour=red", OpType.SET), "client_id");
        assertRefused(InvalidRequestException.class, metrics, op("no.such.key", "1", OpType.SET), "no.such.key");
        assertRefused(
                InvalidRequestException.class,
                new ConfigResource(Type.GROUP, ""),
                op("consumer.session.timeout.ms", "50000", OpType.SET),
                "must not be empty");
    }

    // ---- how

    private static List<String> list(Set<Type> types) throws ExecutionException, InterruptedException {
        return admin.listConfigResources(types, new ListConfigResourcesOptions()).all().get().stream()
                .map(ConfigResource::name)
                .toList();
    }

    private static ConfigResource topic(String name) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        return new ConfigResource(Type.TOPIC, name);
    }

    private static AlterConfigOp op(String key, String value, OpType type) {
        return new AlterConfigOp(new ConfigEntry(key, value), type);
    }

    private static void alter(ConfigResource resource, AlterConfigOp... operations)
            throws ExecutionException, InterruptedException {
        Collection<AlterConfigOp> all = Arrays.asList(operations);
        admin.incrementalAlterConfigs(Map.of(resource, all)).all().get();
    }

    private static void assertRefused(
            Class<? extends Exception> error, ConfigResource resource, AlterConfigOp operation, String message) {
        assertThatThrownBy(() -> alter(resource, operation))
                .cause()
                .isInstanceOf(error)
                .hasMessageContaining(message);
    }

    private static void assertRefused(
            Class<? extends Exception> error,
            ConfigResource resource,
            AlterConfigOp one,
            AlterConfigOp other,
            String message) {
        assertThatThrownBy(() -> alter(resource, one, other))
                .cause()
                .isInstanceOf(error)
                .hasMessageContaining(message);
    }

    private static Config describe(ConfigResource resource) throws ExecutionException, InterruptedException {
        var options = new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true);
        return admin.describeConfigs(List.of(resource), options).all().get().get(resource);
    }

    private static ConfigEntry entry(ConfigResource resource, String key)
            throws ExecutionException, InterruptedException {
        return describe(resource).get(key);
    }

    private static String value(ConfigResource resource, String key) throws ExecutionException, InterruptedException {
        return entry(resource, key).value();
    }
}

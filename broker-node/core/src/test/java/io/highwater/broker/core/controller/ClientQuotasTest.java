package io.highwater.broker.core.controller;

import static io.highwater.broker.core.controller.Cluster.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.AlterClientQuotasRequest;
import io.highwater.broker.protocol.message.AlterClientQuotasResponse;
import io.highwater.broker.protocol.message.CreatePartitionsRequest;
import io.highwater.broker.protocol.message.DeleteTopicsRequest;
import io.highwater.broker.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.highwater.broker.protocol.message.DescribeClientQuotasRequest;
import io.highwater.broker.protocol.message.DescribeClientQuotasRequest.ComponentData;
import io.highwater.broker.protocol.message.DescribeClientQuotasResponse;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientQuotasTest {
    private final Cluster cluster = new Cluster(1);

    // ---- which quota holds

    /// Every level hides those below it, and whoever shares the quota is named by the parts that it looks at.
    @Test
    void theNarrowestQuotaHolds() {
        set("user=<default>", 6);
        set("client-id=c", 7);
        set("client-id=<default>", 8);
        set("user=u,client-id=c", 1);
        set("user=u,client-id=<default>", 2);
        set("user=u", 3);
        set("user=<default>,client-id=c", 4);
        set("user=<default>,client-id=<default>", 5);

        for (var level = 1; level <= 8; level++) {
            var limit = cluster.image
                    .quotas()
                    .limit(QuotaKey.PRODUCER_BYTE_RATE, "u", "c")
                    .orElseThrow();
            assertThat(limit.perSecond()).isEqualTo(level);
            assertThat(limit.who().user()).isEqualTo(level > 6 ? "" : "u");
            assertThat(limit.who().clientId()).isEqualTo(level == 3 || level == 6 ? "" : "c");
            remove(entities(level));
        }
        assertThat(cluster.image.quotas().limit(QuotaKey.PRODUCER_BYTE_RATE, "u", "c"))
                .isEmpty();
        assertThat(cluster.image.quotas().isEmpty()).isTrue();
    }

    private static String entities(int level) {
        return List.of(
                        "user=u,client-id=c",
                        "user=u,client-id=<default>",
                        "user=u",
                        "user=<default>,client-id=c",
                        "user=<default>,client-id=<default>",
                        "user=<default>",
                        "client-id=c",
                        "client-id=<default>")
                .get(level - 1);
    }

    @Test
    void everyKeyLooksForItsOwnQuota() {
        set("user=u", "consumer_byte_rate", 100);
        set("client-id=c", "producer_byte_rate", 200);

        assertThat(cluster.image.quotas().limit(QuotaKey.PRODUCER_BYTE_RATE, "u", "c"))
                .get()
                .extracting(QuotaLimit::perSecond)
                .isEqualTo(200.0);
    }

    @Test
    void anAddressHasItsOwnQuotaOrThatOfEverybody() {
        set("ip=10.0.0.1", "connection_creation_rate", 5);
        set("ip=<default>", "connection_creation_rate", 9);

        assertThat(cluster.image.quotas().connectionRate("10.0.0.1")).hasValue(5);
        assertThat(cluster.image.quotas().connectionRate("10.0.0.2")).hasValue(9);
    }

    @Test
    void quotasSurviveTheLog() {
        set("user=<default>,client-id=c", 4);
        set("ip=10.0.0.1", "connection_creation_rate", 5);

        var read = cluster.log.stream()
                .map(record -> MetadataRecordCodec.read(Unpooled.wrappedBuffer(MetadataRecordCodec.bytes(record))))
                .toList();

        assertThat(MetadataImage.EMPTY.apply(read)).isEqualTo(cluster.image);
    }

    @Test
    void whatChangesNothingIsNotRecorded() {
        set("user=u", 100);
        var before = cluster.log.size();

        set("user=u", 100);
        remove("user=other");

        assertThat(cluster.log).hasSize(before);
    }

    // ---- refusals

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        '' | producer_byte_rate | 1 | empty client quota entity
        group=g | producer_byte_rate | 1 | Unhandled client quota entity type: group
        user= | producer_byte_rate | 1 | Empty user not supported
        user=a,user=b | producer_byte_rate | 1 | duplicate entity entry user
        user=a,ip=10.0.0.1 | producer_byte_rate | 1 | cannot be combined
        ip=no.such.host | connection_creation_rate | 1 | no.such.host is not a valid IP
        user=a | no_such_rate | 1 | Invalid configuration key no_such_rate for user 'a'
        user=a | connection_creation_rate | 1 | Invalid configuration key connection_creation_rate
        ip=10.0.0.1 | producer_byte_rate | 1 | Invalid configuration key producer_byte_rate
        user=a | producer_byte_rate | 0 | producer_byte_rate must be greater than 0
        user=a | consumer_byte_rate | -5 | consumer_byte_rate must be greater than 0
        user=a | request_percentage | NaN | request_percentage must be greater than 0
        user=a | producer_byte_rate | 1.5 | producer_byte_rate cannot be a fractional value
        user=a | producer_byte_rate | 1e30 | producer_byte_rate must not be greater than
        user=a | controller_mutation_rate | Infinity | controller_mutation_rate must not be greater than
        ip=10.0.0.1 | connection_creation_rate | 3e9 | connection_creation_rate must not be greater than 2147483647
        """)
    void nonsenseIsRefusedWithItsName(String entity, String key, double value, String message) {
        var answer = alter(false, entry(entity, key, value)).entries().getFirst();

        assertThat(ErrorCode.of(answer.errorCode())).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(answer.errorMessage()).contains(message);
        assertThat(cluster.image.quotas().isEmpty()).isTrue();
    }

    @Test
    void anEntityThatIsNamedTwiceIsNotChangedAtAll() {
        var response = alter(
                false,
                entry("user=a", "producer_byte_rate", 1),
                entry("user=b", "producer_byte_rate", 2),
                entry("user=a", "consumer_byte_rate", 3));

        assertThat(response.entries())
                .extracting(answer -> ErrorCode.of(answer.errorCode()))
                .containsExactly(ErrorCode.INVALID_REQUEST, ErrorCode.NONE, ErrorCode.INVALID_REQUEST);
        assertThat(described("user=<any>", false)).containsExactly("user 'b' {producer_byte_rate=2.0}");
    }

    @Test
    void oneBadKeyKeepsTheOthersOfTheEntityFromBeingSet() {
        var entry = entry("user=a", "producer_byte_rate", 1);
        entry.ops()
                .add(new AlterClientQuotasRequest.OpData()
                        .key("request_percentage")
                        .value(-1));

        assertThat(alter(false, entry).entries().getFirst().errorMessage())
                .contains("request_percentage must be greater than 0");
        assertThat(cluster.image.quotas().isEmpty()).isTrue();
    }

    @Test
    void aKeyThatIsNamedTwiceIsRefused() {
        var entry = entry("user=a", "producer_byte_rate", 1);
        entry.ops()
                .add(new AlterClientQuotasRequest.OpData()
                        .key("producer_byte_rate")
                        .remove(true));

        assertThat(alter(false, entry).entries().getFirst().errorMessage())
                .contains("Duplicate quota key producer_byte_rate");
    }

    @Test
    void validatingChangesNothing() {
        var response = alter(true, entry("user=a", "producer_byte_rate", 1));

        assertThat(response.entries().getFirst().errorCode()).isZero();
        assertThat(cluster.image.quotas().isEmpty()).isTrue();
    }

    // ---- descriptions

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                            | false | client-id 'c';ip '10.0.0.1';user 'u';user 'u', client-id 'c';user <default>
        ''                            | true  | ''
        user=<any>                    | false | user 'u';user 'u', client-id 'c';user <default>
        user=<any>                    | true  | user 'u';user <default>
        user=u                        | false | user 'u';user 'u', client-id 'c'
        user=u                        | true  | user 'u'
        user=<default>                | true  | user <default>
        user=<any>,client-id=c        | true  | user 'u', client-id 'c'
        client-id=c                   | true  | client-id 'c'
        ip=10.0.0.1                   | true  | ip '10.0.0.1'
        user=nobody                   | false | ''
        """)
    void quotasAreFoundByTheirParts(String filter, boolean strict, String found) {
        set("user=u", 1);
        set("user=<default>", 2);
        set("client-id=c", 3);
        set("user=u,client-id=c", 4);
        set("ip=10.0.0.1", "connection_creation_rate", 5);

        assertThat(described(filter, strict).stream()
                        .map(text -> text.substring(0, text.indexOf(" {")))
                        .collect(Collectors.joining(";")))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "group,0,g,UNSUPPORTED_VERSION,Unsupported entity type group",
        "'',0,g,INVALID_REQUEST,Invalid empty entity type",
        "user,0,,INVALID_REQUEST,does not name it",
        "user,1,u,INVALID_REQUEST,but names 'u'",
        "user,2,u,INVALID_REQUEST,but names 'u'",
        "user,7,u,INVALID_REQUEST,Unknown match type 7"
    })
    void nonsensicalFiltersAreRefused(String type, byte match, @Nullable String name, ErrorCode error, String message) {
        var response = describe(
                false, new ComponentData().entityType(type).matchType(match).match(name));

        assertThat(ErrorCode.of(response.errorCode())).isEqualTo(error);
        assertThat(response.errorMessage()).contains(message);
        assertThat(response.entries()).isNull();
    }

    @Test
    void filtersThatContradictThemselvesAreRefused() {
        var user = new ComponentData().entityType("user").matchType((byte) 2).match(null);
        var ip = new ComponentData().entityType("ip").matchType((byte) 2).match(null);

        assertThat(describe(false, user, user).errorMessage()).contains("cannot appear more than once");
        assertThat(describe(false, user, ip).errorMessage()).contains("combines ip with user");
    }

    // ---- partitions under a quota

    @Test
    void topicsBeyondTheQuotaAreRefusedOneByOne() {
        var left = new int[] {5};
        MutationQuota quota = partitions -> left[0] > 0 && (left[0] -= partitions) > Integer.MIN_VALUE;

        var response = cluster.commit(cluster.controller.createTopics(
                cluster.image,
                Cluster.request(topic("a", 3, 1), topic("b", 4, 1), topic("bad name", 1, 1), topic("c", 1, 1)),
                (short) 7,
                quota));

        assertThat(response.topics())
                .extracting(cluster::error)
                .containsExactly(
                        ErrorCode.NONE,
                        ErrorCode.NONE,
                        ErrorCode.INVALID_TOPIC_EXCEPTION,
                        ErrorCode.THROTTLING_QUOTA_EXCEEDED);
        assertThat(cluster.image.topic("c")).isEmpty();
    }

    @Test
    void validatingCostsNoQuota() {
        var request = Cluster.request(topic("a", 3, 1)).validateOnly(true);

        var response = cluster.commit(cluster.controller.createTopics(cluster.image, request, (short) 7, _ -> false));

        assertThat(cluster.error(response.topics().getFirst())).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void deletingAndGrowingCostQuotaToo() {
        cluster.create(topic("a", 3, 1));
        var delete = new DeleteTopicsRequest().topics(new ArrayList<>(List.of(new DeleteTopicState().name("a"))));
        var grow = new CreatePartitionsRequest()
                .topics(new ArrayList<>(List.of(new CreatePartitionsRequest.CreatePartitionsTopic()
                        .name("a")
                        .count(9)
                        .assignments(null))));
        var asked = new ArrayList<Integer>();

        var deleted = cluster.controller.deleteTopics(cluster.image, delete, (short) 6, count -> !asked.add(count));
        var grown = cluster.controller.createPartitions(cluster.image, grow, count -> !asked.add(count));

        assertThat(asked).containsExactly(3, 6);
        assertThat(deleted.records()).isEmpty();
        assertThat(ErrorCode.of(deleted.response().responses().getFirst().errorCode()))
                .isEqualTo(ErrorCode.THROTTLING_QUOTA_EXCEEDED);
        assertThat(ErrorCode.of(grown.response().results().getFirst().errorCode()))
                .isEqualTo(ErrorCode.THROTTLING_QUOTA_EXCEEDED);
    }

    // ---- vocabulary

    private void set(String entity, double producerByteRate) {
        set(entity, "producer_byte_rate", producerByteRate);
    }

    private void set(String entity, String key, double value) {
        var answer = alter(false, entry(entity, key, value)).entries().getFirst();
        assertThat(answer.errorMessage()).isNull();
    }

    private void remove(String entity) {
        var entry = entry(entity, "producer_byte_rate", 0);
        entry.ops().getFirst().remove(true);
        assertThat(alter(false, entry).entries().getFirst().errorMessage()).isNull();
    }

    private AlterClientQuotasResponse alter(boolean validateOnly, AlterClientQuotasRequest.EntryData... entries) {
        var request = new AlterClientQuotasRequest()
                .entries(new ArrayList<>(List.of(entries)))
                .validateOnly(validateOnly);
        return cluster.commit(
                cluster.controller.alterClientQuotas(cluster.image, request, host -> host.startsWith("10.")));
    }

    /// An entity as `type=name` between commas; `<default>` is the default.
    private static AlterClientQuotasRequest.EntryData entry(String entity, String key, double value) {
        var entry = new AlterClientQuotasRequest.EntryData();
        for (var part : entity.isEmpty() ? new String[0] : entity.split(",")) {
            var name = part.substring(part.indexOf('=') + 1);
            entry.entity()
                    .add(new AlterClientQuotasRequest.EntityData()
                            .entityType(part.substring(0, part.indexOf('=')))
                            .entityName(name.equals("<default>") ? null : name));
        }
        entry.ops().add(new AlterClientQuotasRequest.OpData().key(key).value(value));
        return entry;
    }

    private List<String> described(String filter, boolean strict) {
        var components = new ArrayList<ComponentData>();
        for (var part : filter.isEmpty() ? new String[0] : filter.split(",")) {
            var name = part.substring(part.indexOf('=') + 1);
            var special = name.startsWith("<");
            components.add(new ComponentData()
                    .entityType(part.substring(0, part.indexOf('=')))
                    .matchType((byte) (name.equals("<any>") ? 2 : special ? 1 : 0))
                    .match(special ? null : name));
        }
        var response = describe(strict, components.toArray(ComponentData[]::new));
        var entries = response.entries();
        assertThat(entries).isNotNull();
        return entries.stream().map(ClientQuotasTest::text).toList();
    }

    private DescribeClientQuotasResponse describe(boolean strict, ComponentData... components) {
        return QuotaDescriptions.describe(
                cluster.image.quotas(),
                new DescribeClientQuotasRequest()
                        .components(new ArrayList<>(List.of(components)))
                        .strict(strict));
    }

    private static String text(DescribeClientQuotasResponse.EntryData entry) {
        var names = entry.entity().stream()
                .map(part ->
                        part.entityType() + (part.entityName() == null ? " <default>" : " '" + part.entityName() + "'"))
                .collect(Collectors.joining(", "));
        var values = entry.values().stream()
                .map(value -> value.key() + "=" + value.value())
                .collect(Collectors.joining(", "));
        return "%s {%s}".formatted(names, values);
    }
}

package io.highwater.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.core.controller.ControllerSettings;
import io.highwater.broker.core.controller.InternalTopics;
import io.highwater.broker.core.controller.MetadataImage;
import io.highwater.broker.core.controller.MetadataRecord;
import io.highwater.broker.core.controller.MetadataRecordCodec;
import io.highwater.broker.core.group.GroupCoordinator;
import io.highwater.broker.core.group.GroupEffect;
import io.highwater.broker.core.group.GroupRecord;
import io.highwater.broker.core.group.GroupRecordCodec;
import io.highwater.broker.core.group.GroupSettings;
import io.highwater.broker.core.group.RequestContext;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.message.BrokerRegistrationRequest;
import io.highwater.broker.protocol.message.CreateTopicsRequest;
import io.highwater.broker.protocol.message.JoinGroupRequest;
import io.highwater.broker.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.highwater.broker.protocol.message.JoinGroupResponse;
import io.highwater.broker.protocol.message.OffsetCommitRequest;
import io.highwater.broker.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.highwater.broker.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.highwater.broker.protocol.message.SyncGroupRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.OffsetCommitKey;
import org.apache.kafka.coordinator.group.generated.OffsetCommitValue;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.junit.jupiter.api.Test;

/// Apache Kafka's own readers must understand what we write.
class KafkaFormatTest {
    @Test
    void kafkaReadsOurGroups() {
        var coordinator = new GroupCoordinator(GroupSettings.DEFAULTS.withInitialRebalanceDelayMs(0), new Random(1));
        var join = new JoinGroupRequest().groupId("g").protocolType("consumer").sessionTimeoutMs(10_000);
        join.protocols().add(new JoinGroupRequestProtocol().name("range").metadata(new byte[] {0, 1, 0, 0, 0, 0}));
        var joined = coordinator.onJoinGroup(join.groupInstanceId("i"), context(1, 9), 5).stream()
                .filter(GroupEffect.Reply.class::isInstance)
                .map(reply -> (JoinGroupResponse) ((GroupEffect.Reply) reply).response())
                .findFirst()
                .orElseThrow();
        var sync = new SyncGroupRequest()
                .groupId("g")
                .generationId(1)
                .memberId(joined.memberId())
                .protocolType("consumer")
                .protocolName("range");

        var value = (GroupMetadataValue)
                read(records(coordinator.onSyncGroup(sync, context(2, 5), 6)).getFirst())
                        .value()
                        .message();

        assertThat(value.generation()).isEqualTo(1);
        assertThat(value.protocol()).isEqualTo("range");
        assertThat(value.leader()).isEqualTo(joined.memberId());
        assertThat(value.currentStateTimestamp()).isEqualTo(5);
        assertThat(value.members().getFirst().groupInstanceId()).isEqualTo("i");
        assertThat(value.members().getFirst().clientHost()).isEqualTo("/127.0.0.1");
    }

    @Test
    void kafkaReadsOurOffsets() {
        var coordinator = new GroupCoordinator(GroupSettings.DEFAULTS, new Random(1));
        var topic = new OffsetCommitRequestTopic().name("events");
        topic.partitions()
                .add(new OffsetCommitRequestPartition()
                        .partitionIndex(3)
                        .committedOffset(42)
                        .committedMetadata("note"));
        var commit = new OffsetCommitRequest().groupId("g");
        commit.topics().add(topic);

        var read = read(
                records(coordinator.onOffsetCommit(commit, context(1, 9), 7)).getFirst());

        assertThat(read.key())
                .isEqualTo(
                        new OffsetCommitKey().setGroup("g").setTopic("events").setPartition(3));
        assertThat(read.value().message())
                .isEqualTo(new OffsetCommitValue()
                        .setOffset(42)
                        .setMetadata("note")
                        .setCommitTimestamp(7));
    }

    @Test
    void kafkaReadsOurMetadata() {
        var controller = new Controller(ControllerSettings.DEFAULTS, new Random(1));
        var registration =
                new BrokerRegistrationRequest().brokerId(1).logDirs(new ArrayList<>(List.of(new Uuid(1, 2))));
        registration
                .listeners()
                .add(new BrokerRegistrationRequest.Listener()
                        .name("PLAINTEXT")
                        .host("localhost")
                        .port(65_535));
        var log = new ArrayList<>(
                controller.registerBroker(MetadataImage.EMPTY, registration, 1).records());
        log.addAll(controller.unfence(MetadataImage.EMPTY.apply(log), 1).records());
        var create = new CreateTopicsRequest();
        create.topics().add(InternalTopics.consumerOffsets(2, (short) 1, 1_048_576));
        log.addAll(controller
                .createTopics(MetadataImage.EMPTY.apply(log), create, (short) 7)
                .records());

        var read = log.stream().map(KafkaFormatTest::read).toList();

        assertThat(((RegisterBrokerRecord) read.getFirst())
                        .endPoints()
                        .iterator()
                        .next()
                        .port())
                .isEqualTo(65_535);
        assertThat(read).hasAtLeastOneElementOfType(TopicRecord.class);
        var partition = (PartitionRecord) read.getLast();
        assertThat(partition.partitionId()).isEqualTo(1);
        assertThat(partition.isr()).containsExactly(1);
        assertThat(partition.directories()).containsExactly(new org.apache.kafka.common.Uuid(1, 2));
    }

    private static RequestContext context(long token, int version) {
        return new RequestContext(token, (short) version, "client", "/127.0.0.1");
    }

    private static List<GroupRecord> records(List<GroupEffect> effects) {
        return effects.stream()
                .filter(GroupEffect.Append.class::isInstance)
                .flatMap(append -> ((GroupEffect.Append) append).records().stream())
                .toList();
    }

    private static org.apache.kafka.coordinator.common.runtime.CoordinatorRecord read(GroupRecord record) {
        var value = GroupRecordCodec.valueBytes(record);
        return new GroupCoordinatorRecordSerde()
                .deserialize(
                        ByteBuffer.wrap(GroupRecordCodec.keyBytes(record)),
                        value == null ? null : ByteBuffer.wrap(value));
    }

    private static Object read(MetadataRecord record) {
        var bytes = MetadataRecordCodec.bytes(record);
        return MetadataRecordSerde.INSTANCE
                .read(new ByteBufferAccessor(ByteBuffer.wrap(bytes)), bytes.length)
                .message();
    }
}

package io.highwater.broker.core.controller;

import static io.highwater.broker.core.controller.Cluster.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.broker.core.InvariantViolation;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.message.AllocateProducerIdsRequest;
import io.highwater.broker.protocol.message.BrokerRegistrationRequest;
import io.highwater.broker.protocol.metadata.FenceBrokerRecord;
import io.highwater.broker.protocol.metadata.PartitionChangeRecord;
import io.highwater.broker.protocol.metadata.PartitionRecord;
import io.highwater.broker.protocol.metadata.UnregisterBrokerRecord;
import io.highwater.broker.protocol.wire.MalformedMessageException;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetadataImageTest {
    private final Cluster cluster = new Cluster(3);

    @Test
    void foldingTheLogOneByOneOrAtOnceGivesTheSameImage() {
        fill();

        var oneByOne = MetadataImage.EMPTY;
        for (var record : cluster.log) {
            oneByOne = oneByOne.apply(record);
        }

        assertThat(oneByOne).isEqualTo(cluster.image);
        assertThat(MetadataImage.EMPTY.apply(cluster.log)).isEqualTo(cluster.image);
    }

    @Test
    void foldingTheBytesOfTheLogGivesTheSameImage() {
        fill();

        var read = cluster.log.stream()
                .map(MetadataRecordCodec::bytes)
                .map(bytes -> MetadataRecordCodec.read(Unpooled.wrappedBuffer(bytes)))
                .toList();

        assertThat(read).isEqualTo(cluster.log);
        assertThat(MetadataImage.EMPTY.apply(read)).isEqualTo(cluster.image);
    }

    @Test
    void unknownFramesAreRefused() {
        assertThatThrownBy(() -> MetadataRecordCodec.read(Unpooled.wrappedBuffer(new byte[] {2, 2, 0})))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void oldImagesDoNotChange() {
        cluster.create(topic("orders", 1, 1));
        var before = cluster.image;

        cluster.create(topic("other", 1, 1));

        assertThat(before.topics()).hasSize(1);
        assertThat(cluster.image.topics()).hasSize(2);
        assertThat(cluster.image.topic(cluster.topic("other").id())).isPresent();
    }

    @Test
    void namingALeaderBeginsANewEpoch() {
        cluster.create(topic("orders", 1, 3));
        var before = cluster.topic("orders").partitions().getFirst();
        var id = cluster.topic("orders").id();

        cluster.commit(List.of(new MetadataRecord(
                new PartitionChangeRecord()
                        .topicId(id)
                        .partitionId(0)
                        .isr(List.of(2, 3))
                        .leader(3),
                (short) 0)));
        var elected = cluster.topic("orders").partitions().getFirst();
        cluster.commit(List.of(new MetadataRecord(
                new PartitionChangeRecord().topicId(id).partitionId(0).isr(List.of(3)), (short) 0)));
        var shrunk = cluster.topic("orders").partitions().getFirst();

        assertThat(elected.leader()).isEqualTo(3);
        assertThat(elected.leaderEpoch()).isEqualTo(before.leaderEpoch() + 1);
        assertThat(elected.partitionEpoch()).isEqualTo(before.partitionEpoch() + 1);
        assertThat(shrunk.leaderEpoch()).isEqualTo(elected.leaderEpoch());
        assertThat(shrunk.partitionEpoch()).isEqualTo(elected.partitionEpoch() + 1);
    }

    @Test
    void impossibleRecordsStopTheNode() {
        var stray =
                new MetadataRecord(new PartitionRecord().topicId(new Uuid(1, 2)).partitionId(0), (short) 1);

        assertThatThrownBy(() -> cluster.image.apply(stray)).isInstanceOf(InvariantViolation.class);
    }

    // ---- brokers

    @Test
    void registeredBrokerIsFencedUntilItHasCaughtUp() {
        var fresh = new Cluster(0);
        fresh.register(1);
        assertThat(fresh.image.brokers().get(1).fenced()).isTrue();

        fresh.commit(fresh.controller.unfence(fresh.image, 1));

        var broker = fresh.image.brokers().get(1);
        assertThat(broker.isActive()).isTrue();
        assertThat(broker.endpoint("PLAINTEXT").orElseThrow().host()).isEqualTo("host-1");
        assertThat(broker.epoch()).isEqualTo(1);
        assertThat(fresh.controller.unfence(fresh.image, 1).records()).isEmpty();
        assertThat(fresh.controller.unfence(fresh.image, 2).response()).isEqualTo(ErrorCode.BROKER_ID_NOT_REGISTERED);
    }

    @Test
    void restartedBrokerLeadsAgainInANewEpoch() {
        var single = new Cluster(1);
        single.create(topic("orders", 2, 1));

        single.register(1);
        single.commit(single.controller.unfence(single.image, 1));

        assertThat(single.topic("orders").partitions())
                .extracting(PartitionImage::leaderEpoch)
                .containsExactly(1, 1);
    }

    @Test
    void brokerThatCannotRunTheAgreedFeaturesIsRefused() {
        var old = new BrokerRegistrationRequest().brokerId(4);
        old.features()
                .add(new BrokerRegistrationRequest.Feature()
                        .name("metadata.version")
                        .minSupportedVersion((short) 1)
                        .maxSupportedVersion((short) 20));

        var decision = cluster.controller.registerBroker(cluster.image, old, 100);

        assertThat(decision.records()).isEmpty();
        assertThat(decision.response().errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
    }

    @Test
    void brokersAreFencedAndForgotten() {
        cluster.commit(List.of(new MetadataRecord(new FenceBrokerRecord().id(1), (short) 0)));
        assertThat(cluster.image.activeBrokers()).extracting(BrokerImage::id).containsExactly(2, 3);

        cluster.commit(List.of(new MetadataRecord(new UnregisterBrokerRecord().brokerId(1), (short) 0)));
        assertThat(cluster.image.brokers()).doesNotContainKey(1);
    }

    // ---- producer ids

    @Test
    void producerIdsAreGivenOutInBlocksAndNeverTwice() {
        var epoch = cluster.image.brokers().get(2).epoch();
        var request = new AllocateProducerIdsRequest().brokerId(2).brokerEpoch(epoch);

        var first = cluster.commit(cluster.controller.allocateProducerIds(cluster.image, request));
        var second = cluster.commit(cluster.controller.allocateProducerIds(cluster.image, request));

        assertThat(first.producerIdLen()).isEqualTo(1_000);
        assertThat(second.producerIdStart()).isEqualTo(first.producerIdStart() + 1_000);
    }

    @Test
    void producerIdsAreForKnownProcessesOnly() {
        var stale = new AllocateProducerIdsRequest().brokerId(2).brokerEpoch(999);
        var unknown = new AllocateProducerIdsRequest().brokerId(9);

        assertThat(cluster.controller
                        .allocateProducerIds(cluster.image, stale)
                        .response()
                        .errorCode())
                .isEqualTo(ErrorCode.STALE_BROKER_EPOCH.code());
        assertThat(cluster.controller
                        .allocateProducerIds(cluster.image, unknown)
                        .response()
                        .errorCode())
                .isEqualTo(ErrorCode.BROKER_ID_NOT_REGISTERED.code());
    }

    private void fill() {
        cluster.create(topic("orders", 4, 2));
        cluster.create(topic("compacted", Map.of("cleanup.policy", "compact")));
        cluster.create(InternalTopics.consumerOffsets(50, (short) 3, 1_048_576));
        cluster.register(2);
        cluster.commit(cluster.controller.unfence(cluster.image, 2));
        assertThat(cluster.image.features()).containsEntry("metadata.version", Controller.METADATA_VERSION);
    }
}

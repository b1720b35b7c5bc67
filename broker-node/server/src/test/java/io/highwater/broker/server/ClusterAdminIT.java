package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidUpdateVersionException;
import org.apache.kafka.common.errors.NoReassignmentInProgressException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The cluster as its operator sees it: quorum, features, producers, directories, leaders and what may be done.
class ClusterAdminIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static RunningBroker broker;
    private static Admin admin;

    @BeforeAll
    static void startBroker() throws ExecutionException, InterruptedException {
        broker = new RunningBroker(directory);
        admin = broker.admin();
        admin.createTopics(List.of(new NewTopic("events", 2, (short) 1))).all().get();
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    @Test
    void theQuorumHasOneVoterThatIsCaughtUp() throws Exception {
        var quorum = admin.describeMetadataQuorum().quorumInfo().get();

        assertThat(quorum.leaderId()).isEqualTo(1);
        assertThat(quorum.leaderEpoch()).isNotNegative();
        assertThat(quorum.highWatermark()).isPositive();
        assertThat(quorum.voters()).singleElement().satisfies(voter -> {
            assertThat(voter.logEndOffset()).isGreaterThanOrEqualTo(quorum.highWatermark());
            assertThat(voter.lastCaughtUpTimestamp()).isPresent();
        });
        assertThat(quorum.observers()).isEmpty();
        assertThat(quorum.nodes()).containsOnlyKeys(1);
    }

    @Test
    void featuresAreShownAndOnlyPossibleLevelsAccepted() throws Exception {
        var features = admin.describeFeatures().featureMetadata().get();
        short level = features.finalizedFeatures().get("metadata.version").maxVersionLevel();

        assertThat(features.supportedFeatures()).containsKey("metadata.version");
        assertThat(features.finalizedFeaturesEpoch())
                .hasValueSatisfying(epoch -> assertThat(epoch).isPositive());
        update("metadata.version", level);
        assertThatThrownBy(() -> update("metadata.version", (short) (level + 1)))
                .cause()
                .isInstanceOf(InvalidUpdateVersionException.class)
                .hasMessageContaining("metadata.version");
        assertThatThrownBy(() -> update("no.such.feature", (short) 1))
                .cause()
                .isInstanceOf(InvalidUpdateVersionException.class)
                .hasMessageContaining("no.such.feature");
    }

    private static void update(String feature, short level) throws ExecutionException, InterruptedException {
        admin.updateFeatures(
                        Map.of(feature, new FeatureUpdate(level, FeatureUpdate.UpgradeType.UPGRADE)),
                        new UpdateFeaturesOptions())
                .all()
                .get();
    }

    @Test
    void idempotentProducersAreShown() throws Exception {
        try (var producer = broker.producer(Map.of("enable.idempotence", true))) {
            producer.send(new ProducerRecord<>("events", 1, null, "one")).get();
            producer.send(new ProducerRecord<>("events", 1, null, "two")).get();
        }
        var partition = new TopicPartition("events", 1);

        var producers = admin.describeProducers(List.of(partition))
                .partitionResult(partition)
                .get()
                .activeProducers();

        assertThat(producers).singleElement().satisfies(one -> {
            assertThat(one.lastSequence()).isEqualTo(1);
            assertThat(one.lastTimestamp()).isPositive();
            assertThat(one.currentTransactionStartOffset()).isEmpty();
        });
    }

    @Test
    void thereAreNoTransactions() throws Exception {
        assertThat(admin.listTransactions().all().get()).isEmpty();
    }

    @Test
    void directoriesSayHowMuchRoomThereIs() throws Exception {
        var directories =
                admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1);

        assertThat(directories).containsOnlyKeys(directory.toAbsolutePath().toString());
        assertThat(directories.values()).singleElement().satisfies(description -> {
            assertThat(description.error()).isNull();
            assertThat(description.totalBytes()).isPresent();
            assertThat(description.usableBytes()).isPresent();
            assertThat(description
                            .replicaInfos()
                            .get(new TopicPartition("events", 0))
                            .offsetLag())
                    .isZero();
            assertThat(description
                            .replicaInfos()
                            .get(new TopicPartition("events", 0))
                            .isFuture())
                    .isFalse();
        });
    }

    @Test
    void theOnlyReplicaLeadsAlready() throws Exception {
        var known = new TopicPartition("events", 0);
        var unknown = new TopicPartition("events", 9);

        var preferred = admin.electLeaders(ElectionType.PREFERRED, Set.of(known, unknown))
                .partitions()
                .get();
        var unclean = admin.electLeaders(ElectionType.UNCLEAN, Set.of(known))
                .partitions()
                .get();

        assertThat(preferred.get(known)).get().isInstanceOf(ElectionNotNeededException.class);
        assertThat(preferred.get(unknown)).get().isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(unclean.get(known)).get().isInstanceOf(ElectionNotNeededException.class);
        assertThat(admin.electLeaders(ElectionType.PREFERRED, null).partitions().get())
                .isEmpty();
    }

    @Test
    void aPartitionCanBeReassignedToWhereItIs() throws Exception {
        var partition = new TopicPartition("events", 0);

        reassign(partition, Optional.of(new NewPartitionReassignment(List.of(1))));

        assertThat(admin.listPartitionReassignments().reassignments().get()).isEmpty();
        assertThatThrownBy(() -> reassign(partition, Optional.of(new NewPartitionReassignment(List.of(7)))))
                .cause()
                .isInstanceOf(InvalidReplicaAssignmentException.class)
                .hasMessageContaining("7");
        assertThatThrownBy(() -> reassign(partition, Optional.empty()))
                .hasCauseInstanceOf(NoReassignmentInProgressException.class);
        assertThatThrownBy(() -> reassign(new TopicPartition("nobody", 0), Optional.empty()))
                .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }

    private static void reassign(TopicPartition partition, Optional<NewPartitionReassignment> target)
            throws ExecutionException, InterruptedException {
        admin.alterPartitionReassignments(Map.of(partition, target)).all().get();
    }

    @Test
    void everybodyHearsWhatHeMayDo() throws Exception {
        try (var consumer = broker.consumer(Map.of("group.id", "readers"))) {
            consumer.subscribe(List.of("events"));
            consumer.poll(PATIENCE.dividedBy(20));
            consumer.commitSync(Map.of(new TopicPartition("events", 0), new OffsetAndMetadata(0)));
        }

        assertThat(admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true))
                        .authorizedOperations()
                        .get())
                .contains(AclOperation.ALTER, AclOperation.DESCRIBE_CONFIGS)
                .doesNotContain(AclOperation.READ);
        assertThat(admin.describeTopics(
                                List.of("events"), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .allTopicNames()
                        .get()
                        .get("events")
                        .authorizedOperations())
                .contains(AclOperation.READ, AclOperation.WRITE);
        assertThat(admin.describeConsumerGroups(
                                List.of("readers"),
                                new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                        .all()
                        .get()
                        .get("readers")
                        .authorizedOperations())
                .containsExactlyInAnyOrder(
                        AclOperation.READ,
                        AclOperation.DELETE,
                        AclOperation.DESCRIBE,
                        AclOperation.DESCRIBE_CONFIGS,
                        AclOperation.ALTER_CONFIGS);
    }
}

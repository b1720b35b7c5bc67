package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.message.AllocateProducerIdsRequest;
import io.highwater.broker.protocol.message.AllocateProducerIdsResponse;
import io.highwater.broker.protocol.message.AlterClientQuotasRequest;
import io.highwater.broker.protocol.message.AlterClientQuotasResponse;
import io.highwater.broker.protocol.message.AlterConfigsRequest;
import io.highwater.broker.protocol.message.AlterConfigsResponse;
import io.highwater.broker.protocol.message.AlterPartitionReassignmentsRequest;
import io.highwater.broker.protocol.message.AlterPartitionReassignmentsResponse;
import io.highwater.broker.protocol.message.BrokerRegistrationRequest;
import io.highwater.broker.protocol.message.BrokerRegistrationResponse;
import io.highwater.broker.protocol.message.CreatePartitionsRequest;
import io.highwater.broker.protocol.message.CreatePartitionsResponse;
import io.highwater.broker.protocol.message.CreateTopicsRequest;
import io.highwater.broker.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.highwater.broker.protocol.message.CreateTopicsResponse;
import io.highwater.broker.protocol.message.DeleteTopicsRequest;
import io.highwater.broker.protocol.message.DeleteTopicsResponse;
import io.highwater.broker.protocol.message.ElectLeadersRequest;
import io.highwater.broker.protocol.message.ElectLeadersResponse;
import io.highwater.broker.protocol.message.IncrementalAlterConfigsRequest;
import io.highwater.broker.protocol.message.IncrementalAlterConfigsResponse;
import io.highwater.broker.protocol.message.UpdateFeaturesRequest;
import io.highwater.broker.protocol.message.UpdateFeaturesResponse;
import io.highwater.broker.protocol.metadata.FeatureLevelRecord;
import io.highwater.broker.protocol.metadata.ProducerIdsRecord;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Decides about the cluster: (image, request) → records and an answer. The image is the newest one, with every
/// record of earlier decisions folded; the caller appends the records of one decision as one batch, folds them,
/// and only then answers.
///
/// Stateless but for the generator of ids. Thread-safety: none; owned by the controller's shard.
public final class Controller {
    /// Level of `metadata.version` that a new cluster begins with: Apache Kafka 4.3-IV0.
    public static final short METADATA_VERSION = 30;

    /// How many producer ids a broker gets at a time.
    public static final int PRODUCER_ID_BLOCK = 1_000;

    /// Most partitions that one request may create, and most settings that it may change: one decision is one batch in
    /// the metadata log. Apache Kafka has the same limit.
    static final int MAX_RECORDS = 10_000;

    private final TopicDecisions topics;
    private final LeaderElections elections = new LeaderElections();
    private final Reassignments reassignments = new Reassignments();
    private final FeatureDecisions features = new FeatureDecisions();
    private final ConfigDecisions configs = new ConfigDecisions();
    private final BrokerDecisions brokers = new BrokerDecisions();

    /// @param random source of topic ids and of the choice of brokers
    public Controller(ControllerSettings settings, RandomGenerator random) {
        this.topics = new TopicDecisions(settings, random);
    }

    /// The first records of a new cluster.
    public List<MetadataRecord> bootstrap() {
        var level = new FeatureLevelRecord().name("metadata.version").featureLevel(METADATA_VERSION);
        return List.of(new MetadataRecord(level, (short) 0));
    }

    // ---- topics

    /// CreateTopics: every topic stands for itself, one refusal does not touch the others.
    ///
    /// @param quota asked for the partitions of each topic that is otherwise fine
    public ControllerResult<CreateTopicsResponse> createTopics(
            MetadataImage image, CreateTopicsRequest request, short version, MutationQuota quota) {
        return topics.create(image, request, version, quota);
    }

    /// As above without a quota.
    public ControllerResult<CreateTopicsResponse> createTopics(
            MetadataImage image, CreateTopicsRequest request, short version) {
        return createTopics(image, request, version, MutationQuota.UNLIMITED);
    }

    /// Topics that somebody used before creating them, with default partitions and replicas. A topic that exists
    /// already is fine.
    public ControllerResult<Map<String, ErrorCode>> autoCreateTopics(MetadataImage image, Collection<String> names) {
        var request = new CreateTopicsRequest();
        names.stream()
                .distinct()
                .filter(name -> image.topic(name).isEmpty())
                .forEach(name -> request.topics()
                        .add(new CreatableTopic().name(name).numPartitions(-1).replicationFactor((short) -1)));
        var created = createTopics(image, request, CreateTopicsRequest.HIGHEST_VERSION);
        var errors = new LinkedHashMap<String, ErrorCode>();
        names.forEach(name -> errors.put(name, ErrorCode.NONE));
        created.response().topics().forEach(topic -> errors.put(topic.name(), ErrorCode.of(topic.errorCode())));
        return new ControllerResult<>(created.records(), errors);
    }

    /// DeleteTopics, by name or by id.
    public ControllerResult<DeleteTopicsResponse> deleteTopics(
            MetadataImage image, DeleteTopicsRequest request, short version, MutationQuota quota) {
        return topics.delete(image, request, version, quota);
    }

    /// As above without a quota.
    public ControllerResult<DeleteTopicsResponse> deleteTopics(
            MetadataImage image, DeleteTopicsRequest request, short version) {
        return deleteTopics(image, request, version, MutationQuota.UNLIMITED);
    }

    /// CreatePartitions: a topic can only grow.
    public ControllerResult<CreatePartitionsResponse> createPartitions(
            MetadataImage image, CreatePartitionsRequest request, MutationQuota quota) {
        return topics.grow(image, request, quota);
    }

    /// As above without a quota.
    public ControllerResult<CreatePartitionsResponse> createPartitions(
            MetadataImage image, CreatePartitionsRequest request) {
        return createPartitions(image, request, MutationQuota.UNLIMITED);
    }

    /// ElectLeaders: back to the preferred replica, or to a replica that may lack records.
    public ControllerResult<ElectLeadersResponse> electLeaders(MetadataImage image, ElectLeadersRequest request) {
        return elections.elect(image, request);
    }

    /// AlterPartitionReassignments: other replicas for a partition, as far as that needs no copying.
    public ControllerResult<AlterPartitionReassignmentsResponse> alterPartitionReassignments(
            MetadataImage image, AlterPartitionReassignmentsRequest request) {
        return reassignments.alter(image, request);
    }

    /// UpdateFeatures: the levels that the cluster agrees on.
    public ControllerResult<UpdateFeaturesResponse> updateFeatures(
            MetadataImage image, UpdateFeaturesRequest request, short version) {
        return features.update(image, request, version);
    }

    // ---- configuration

    /// IncrementalAlterConfigs: sets, deletes, appends to and subtracts from single keys.
    public ControllerResult<IncrementalAlterConfigsResponse> incrementalAlterConfigs(
            MetadataImage image, IncrementalAlterConfigsRequest request) {
        return configs.alter(image, request);
    }

    /// AlterConfigs: replaces everything that is set for a resource.
    public ControllerResult<AlterConfigsResponse> alterConfigs(MetadataImage image, AlterConfigsRequest request) {
        return configs.replace(image, request);
    }

    // ---- quotas

    /// AlterClientQuotas: sets and removes quotas of clients and addresses.
    ///
    /// @param isHost whether a name stands for an address
    public ControllerResult<AlterClientQuotasResponse> alterClientQuotas(
            MetadataImage image, AlterClientQuotasRequest request, Predicate<String> isHost) {
        return QuotaDecisions.alter(image, request, isHost);
    }

    // ---- brokers and producers

    /// BrokerRegistration: a process announces itself. It is fenced until [#unfence].
    ///
    /// @param brokerEpoch offset at which the registration will be in the metadata log
    public ControllerResult<BrokerRegistrationResponse> registerBroker(
            MetadataImage image, BrokerRegistrationRequest request, long brokerEpoch) {
        return brokers.register(image, request, brokerEpoch);
    }

    /// The broker has caught up: it may be used, and leads again what nobody else leads.
    public ControllerResult<ErrorCode> unfence(MetadataImage image, int brokerId) {
        return brokers.unfence(image, brokerId);
    }

    /// The disk under these partitions of the broker failed: nobody leads them until it is back.
    ///
    /// @return how many had been led by it
    public ControllerResult<Integer> takeOffline(
            MetadataImage image, int brokerId, Collection<TopicPartition> partitions) {
        return brokers.takeOffline(image, brokerId, partitions);
    }

    /// AllocateProducerIds: the next block, for this broker only.
    public ControllerResult<AllocateProducerIdsResponse> allocateProducerIds(
            MetadataImage image, AllocateProducerIdsRequest request) {
        var error = brokers.checkEpoch(image, request.brokerId(), request.brokerEpoch());
        if (error != ErrorCode.NONE) {
            return new ControllerResult<>(List.of(), new AllocateProducerIdsResponse().errorCode(error.code()));
        }
        var first = image.nextProducerId();
        var record = new ProducerIdsRecord()
                .brokerId(request.brokerId())
                .brokerEpoch(request.brokerEpoch())
                .nextProducerId(first + PRODUCER_ID_BLOCK);
        var response = new AllocateProducerIdsResponse().producerIdStart(first).producerIdLen(PRODUCER_ID_BLOCK);
        return new ControllerResult<>(List.of(new MetadataRecord(record, (short) 0)), response);
    }
}

package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.message.BrokerRegistrationRequest;
import io.highwater.broker.protocol.message.BrokerRegistrationResponse;
import io.highwater.broker.protocol.metadata.BrokerRegistrationChangeRecord;
import io.highwater.broker.protocol.metadata.PartitionChangeRecord;
import io.highwater.broker.protocol.metadata.RegisterBrokerRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Brokers come and become usable.
final class BrokerDecisions {
    private static final short REGISTRATION_VERSION = 3;
    private static final short CHANGE_VERSION = 2;
    private static final byte UNFENCED = -1;

    /// A new process of a broker replaces the old one: on one node there is nobody else who could be it.
    ControllerResult<BrokerRegistrationResponse> register(
            MetadataImage image, BrokerRegistrationRequest request, long brokerEpoch) {
        if (!supportsFeatures(image, request)) {
            return new ControllerResult<>(
                    List.of(), new BrokerRegistrationResponse().errorCode(ErrorCode.UNSUPPORTED_VERSION.code()));
        }
        var record = new RegisterBrokerRecord()
                .brokerId(request.brokerId())
                .brokerEpoch(brokerEpoch)
                .incarnationId(request.incarnationId())
                .rack(request.rack())
                .fenced(true)
                .logDirs(request.logDirs());
        request.listeners()
                .forEach(listener -> record.endPoints()
                        .add(new RegisterBrokerRecord.BrokerEndpoint()
                                .name(listener.name())
                                .host(listener.host())
                                .port(listener.port())
                                .securityProtocol(listener.securityProtocol())));
        request.features()
                .forEach(feature -> record.features()
                        .add(new RegisterBrokerRecord.BrokerFeature()
                                .name(feature.name())
                                .minSupportedVersion(feature.minSupportedVersion())
                                .maxSupportedVersion(feature.maxSupportedVersion())));
        return new ControllerResult<>(
                List.of(new MetadataRecord(record, REGISTRATION_VERSION)),
                new BrokerRegistrationResponse().brokerEpoch(brokerEpoch));
    }

    /// A broker must be able to run every feature at the level that the cluster has agreed on.
    private static boolean supportsFeatures(MetadataImage image, BrokerRegistrationRequest request) {
        return image.features().entrySet().stream()
                .allMatch(agreed -> request.features().stream()
                        .filter(feature -> feature.name().equals(agreed.getKey()))
                        .anyMatch(feature -> feature.minSupportedVersion() <= agreed.getValue()
                                && agreed.getValue() <= feature.maxSupportedVersion()));
    }

    ControllerResult<ErrorCode> unfence(MetadataImage image, int brokerId) {
        var broker = image.brokers().get(brokerId);
        if (broker == null) {
            return new ControllerResult<>(List.of(), ErrorCode.BROKER_ID_NOT_REGISTERED);
        }
        if (!broker.fenced()) {
            return new ControllerResult<>(List.of(), ErrorCode.NONE);
        }
        var records = new ArrayList<MetadataRecord>();
        var change = new BrokerRegistrationChangeRecord()
                .brokerId(brokerId)
                .brokerEpoch(broker.epoch())
                .fenced(UNFENCED);
        records.add(new MetadataRecord(change, CHANGE_VERSION));
        image.topics().forEach(topic -> lead(topic, brokerId, records));
        return new ControllerResult<>(records, ErrorCode.NONE);
    }

    /// The broker leads what it led before, and what nobody leads, in a new epoch: clients can tell what was written
    /// before its restart from what came after.
    private static void lead(TopicImage topic, int brokerId, List<MetadataRecord> records) {
        for (var partition : topic.partitions()) {
            var isFree = partition.leader() == brokerId || partition.leader() == PartitionImage.NO_LEADER;
            if (isFree && partition.isr().contains(brokerId)) {
                var change = new PartitionChangeRecord()
                        .topicId(topic.id())
                        .partitionId(partition.partition())
                        .leader(brokerId);
                records.add(new MetadataRecord(change, (short) 1));
            }
        }
    }

    /// The last replica in sync stays in the set: it alone has everything, once its disk is back.
    ControllerResult<Integer> takeOffline(MetadataImage image, int brokerId, Collection<TopicPartition> partitions) {
        var records = new ArrayList<MetadataRecord>();
        for (var offline : partitions) {
            image.topic(offline.topic())
                    .ifPresent(topic -> topic.partitions().stream()
                            .filter(partition ->
                                    partition.partition() == offline.partition() && partition.leader() == brokerId)
                            .forEach(_ -> records.add(new MetadataRecord(
                                    new PartitionChangeRecord()
                                            .topicId(topic.id())
                                            .partitionId(offline.partition())
                                            .leader(PartitionImage.NO_LEADER),
                                    (short) 1))));
        }
        return new ControllerResult<>(records, records.size());
    }

    /// Is this the process that we know?
    ErrorCode checkEpoch(MetadataImage image, int brokerId, long brokerEpoch) {
        var broker = image.brokers().get(brokerId);
        if (broker == null) {
            return ErrorCode.BROKER_ID_NOT_REGISTERED;
        }
        return broker.epoch() == brokerEpoch ? ErrorCode.NONE : ErrorCode.STALE_BROKER_EPOCH;
    }
}

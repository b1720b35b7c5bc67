package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.message.BrokerRegistrationRequest;
import io.highwater.broker.protocol.message.CreateTopicsRequest;
import io.highwater.broker.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.highwater.broker.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.highwater.broker.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A controller with its image and its log, for tests: commits every decision at once.
final class Cluster {
    final List<MetadataRecord> log = new ArrayList<>();
    final Controller controller;
    MetadataImage image = MetadataImage.EMPTY;

    Cluster(int brokers) {
        this(brokers, ControllerSettings.DEFAULTS);
    }

    Cluster(int brokers, ControllerSettings settings) {
        controller = new Controller(settings, new Random(7));
        commit(controller.bootstrap());
        for (var id = 1; id <= brokers; id++) {
            register(id);
            commit(controller.unfence(image, id));
        }
    }

    void register(int id) {
        var request = new BrokerRegistrationRequest()
                .brokerId(id)
                .incarnationId(new Uuid(id, log.size()))
                .logDirs(new ArrayList<>(List.of(new Uuid(9, id))));
        request.listeners()
                .add(new BrokerRegistrationRequest.Listener()
                        .name("PLAINTEXT")
                        .host("host-" + id)
                        .port(9092));
        request.features()
                .add(new BrokerRegistrationRequest.Feature()
                        .name("metadata.version")
                        .minSupportedVersion((short) 7)
                        .maxSupportedVersion(Controller.METADATA_VERSION));
        commit(controller.registerBroker(image, request, log.size()));
    }

    <R> R commit(ControllerResult<R> result) {
        commit(result.records());
        return result.response();
    }

    void commit(List<MetadataRecord> records) {
        log.addAll(records);
        image = image.apply(records);
    }

    static CreatableTopic topic(String name, int partitions, int replicationFactor) {
        return new CreatableTopic().name(name).numPartitions(partitions).replicationFactor((short) replicationFactor);
    }

    static CreatableTopic topic(String name, Map<String, String> configs) {
        var topic = topic(name, -1, -1);
        configs.forEach((key, value) ->
                topic.configs().add(new CreatableTopicConfig().name(key).value(value)));
        return topic;
    }

    static CreateTopicsRequest request(CreatableTopic... topics) {
        return new CreateTopicsRequest().topics(new ArrayList<>(List.of(topics)));
    }

    CreatableTopicResult create(CreatableTopic topic) {
        return commit(controller.createTopics(image, request(topic), (short) 7))
                .topics()
                .getFirst();
    }

    ErrorCode error(CreatableTopicResult result) {
        return ErrorCode.of(result.errorCode());
    }

    TopicImage topic(String name) {
        return image.topic(name).orElseThrow();
    }
}

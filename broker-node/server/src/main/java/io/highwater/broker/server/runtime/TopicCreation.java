package io.highwater.broker.server.runtime;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.core.controller.ControllerResult;
import io.highwater.broker.core.controller.InternalTopics;
import io.highwater.broker.core.controller.MetadataImage;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.CreateTopicsRequest;
import io.highwater.broker.protocol.message.CreateTopicsRequest.CreatableTopic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Makes topics that nobody made: those that clients ask for, where that is allowed, and the broker's own.
public final class TopicCreation {
    private final ControllerHost host;
    private final Controller controller;
    private final boolean allowed;
    private final CreatableTopic offsetsTopic;

    /// @param allowed      whether asking for a topic creates it; the broker's own topics are always made
    /// @param offsetsTopic how the topic of committed offsets looks
    public TopicCreation(ControllerHost host, Controller controller, boolean allowed, CreatableTopic offsetsTopic) {
        this.host = host;
        this.controller = controller;
        this.allowed = allowed;
        this.offsetsTopic = offsetsTopic;
    }

    /// Makes the topics and completes, when they can be used, with those that could not be made.
    public CompletionStage<Map<String, ErrorCode>> onDemand(Collection<String> names) {
        if (names.contains(InternalTopics.CONSUMER_OFFSETS)) {
            return offsets().thenCompose(failures -> {
                List<String> others = names.stream()
                        .filter(name -> !name.equals(InternalTopics.CONSUMER_OFFSETS))
                        .toList();
                return ordinary(others).thenApply(more -> {
                    var all = new HashMap<>(failures);
                    all.putAll(more);
                    return all;
                });
            });
        }
        return ordinary(names);
    }

    private CompletionStage<Map<String, ErrorCode>> ordinary(Collection<String> names) {
        if (!allowed || names.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return host.decide(image -> controller.autoCreateTopics(image, names)).thenApply(TopicCreation::failures);
    }

    private CompletionStage<Map<String, ErrorCode>> offsets() {
        return host.decide(this::createOffsets).thenApply(TopicCreation::failures);
    }

    private ControllerResult<Map<String, ErrorCode>> createOffsets(MetadataImage image) {
        var request = new CreateTopicsRequest();
        request.topics().add(offsetsTopic);
        var created = controller.createTopics(image, request, CreateTopicsRequest.HIGHEST_VERSION);
        var errors = new HashMap<String, ErrorCode>();
        created.response().topics().forEach(topic -> errors.put(topic.name(), ErrorCode.of(topic.errorCode())));
        return new ControllerResult<>(created.records(), errors);
    }

    /// Somebody else may have been faster; the topic is there, and that is all that was wanted.
    private static Map<String, ErrorCode> failures(Map<String, ErrorCode> errors) {
        var failures = new HashMap<>(errors);
        failures.values().removeIf(error -> error == ErrorCode.NONE || error == ErrorCode.TOPIC_ALREADY_EXISTS);
        return failures;
    }
}

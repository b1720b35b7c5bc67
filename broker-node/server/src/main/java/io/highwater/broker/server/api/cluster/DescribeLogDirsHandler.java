package io.highwater.broker.server.api.cluster;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.message.DescribeLogDirsRequest;
import io.highwater.broker.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.highwater.broker.protocol.message.DescribeLogDirsResponse;
import io.highwater.broker.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import io.highwater.broker.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.highwater.broker.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.Node;
import io.highwater.broker.server.runtime.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Which partitions lie in which log directory, and how large they are.
public final class DescribeLogDirsHandler implements Handler<DescribeLogDirsRequest, DescribeLogDirsResponse> {
    private static final Api<DescribeLogDirsRequest, DescribeLogDirsResponse> API =
            Api.of(ApiKey.DESCRIBE_LOG_DIRS, 1, 5, DescribeLogDirsRequest::read);

    private final Node node;
    private final Storage storage;

    public DescribeLogDirsHandler(Node node, Storage storage) {
        this.node = node;
        this.storage = storage;
    }

    private record Sized(TopicPartition id, long bytes) {}

    @Override
    public Api<DescribeLogDirsRequest, DescribeLogDirsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DescribeLogDirsResponse> handle(Call call, DescribeLogDirsRequest request) {
        return node.partitions()
                .askAll(call.shard(), partition -> new Sized(partition.id(), partition.sizeInBytes()))
                .thenApply(all -> {
                    List<Sized> wanted = all.stream()
                            .filter(sized -> isWanted(request.topics(), sized.id()))
                            .sorted(Comparator.comparing(
                                            (Sized sized) -> sized.id().topic())
                                    .thenComparingInt(sized -> sized.id().partition()))
                            .toList();
                    var response = new DescribeLogDirsResponse();
                    storage.paths().forEach(path -> response.results().add(describe(path, wanted)));
                    return response;
                });
    }

    private static boolean isWanted(@Nullable List<DescribableLogDirTopic> topics, TopicPartition id) {
        return topics == null
                || topics.stream()
                        .anyMatch(topic -> topic.topic().equals(id.topic())
                                && topic.partitions().contains(id.partition()));
    }

    private DescribeLogDirsResult describe(Path path, List<Sized> wanted) {
        var topics = new ArrayList<DescribeLogDirsTopic>();
        for (Sized sized : wanted) {
            if (storage.pathOf(sized.id()).equals(Optional.of(path))) {
                if (topics.isEmpty()
                        || !topics.getLast().name().equals(sized.id().topic())) {
                    topics.add(new DescribeLogDirsTopic().name(sized.id().topic()));
                }
                topics.getLast()
                        .partitions()
                        .add(new DescribeLogDirsPartition()
                                .partitionIndex(sized.id().partition())
                                .partitionSize(sized.bytes()));
            }
        }
        return new DescribeLogDirsResult()
                .logDir(path.toAbsolutePath().normalize().toString())
                .topics(topics)
                .totalBytes(path.toFile().getTotalSpace())
                .usableBytes(path.toFile().getUsableSpace());
    }
}

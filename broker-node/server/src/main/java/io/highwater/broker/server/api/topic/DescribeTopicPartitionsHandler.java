package io.highwater.broker.server.api.topic;

import io.highwater.broker.core.controller.TopicPages;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsRequest;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsResponse;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ClusterMetadata;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Topics page by page (KIP-966). An impossible cursor is answered with an error for every topic that was named, the
/// only place that the response has for it.
public final class DescribeTopicPartitionsHandler
        implements Handler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> {
    private static final Api<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> API =
            Api.of(ApiKey.DESCRIBE_TOPIC_PARTITIONS, 0, 0, DescribeTopicPartitionsRequest::read);

    private final ClusterMetadata metadata;
    private final TopicPages pages;

    public DescribeTopicPartitionsHandler(ClusterMetadata metadata, TopicPages pages) {
        this.metadata = metadata;
        this.pages = pages;
    }

    @Override
    public Api<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DescribeTopicPartitionsResponse> handle(Call call, DescribeTopicPartitionsRequest request) {
        return CompletableFuture.completedFuture(
                TopicPages.problem(request).isPresent()
                        ? refusal(call, request)
                        : pages.describe(metadata.image(), request));
    }

    private static DescribeTopicPartitionsResponse refusal(Call call, DescribeTopicPartitionsRequest request) {
        var response = new DescribeTopicPartitionsResponse();
        request.topics()
                .forEach(topic -> response.topics()
                        .add(new DescribeTopicPartitionsResponseTopic()
                                .name(topic.name())
                                .errorCode(call.code(ErrorCode.INVALID_REQUEST))));
        return response;
    }
}

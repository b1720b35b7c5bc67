package io.highwater.broker.server.api.topic;

import io.highwater.broker.core.controller.ConfigDescriptions;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.DescribeConfigsRequest;
import io.highwater.broker.protocol.message.DescribeConfigsResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ClusterMetadata;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Every setting of topics and brokers, with where its value comes from.
public final class DescribeConfigsHandler implements Handler<DescribeConfigsRequest, DescribeConfigsResponse> {
    private static final Api<DescribeConfigsRequest, DescribeConfigsResponse> API =
            Api.of(ApiKey.DESCRIBE_CONFIGS, 1, 4, DescribeConfigsRequest::read);

    private final ClusterMetadata metadata;
    private final ConfigDescriptions descriptions;

    public DescribeConfigsHandler(ClusterMetadata metadata, ConfigDescriptions descriptions) {
        this.metadata = metadata;
        this.descriptions = descriptions;
    }

    @Override
    public Api<DescribeConfigsRequest, DescribeConfigsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DescribeConfigsResponse> handle(Call call, DescribeConfigsRequest request) {
        return CompletableFuture.completedFuture(descriptions.describe(metadata.image(), request));
    }
}

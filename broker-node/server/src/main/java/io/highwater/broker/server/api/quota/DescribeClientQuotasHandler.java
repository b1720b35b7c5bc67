package io.highwater.broker.server.api.quota;

import io.highwater.broker.core.controller.QuotaDescriptions;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeClientQuotasRequest;
import io.highwater.broker.protocol.message.DescribeClientQuotasResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ClusterMetadata;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Tells which quotas are set.
public final class DescribeClientQuotasHandler
        implements Handler<DescribeClientQuotasRequest, DescribeClientQuotasResponse> {
    private static final Api<DescribeClientQuotasRequest, DescribeClientQuotasResponse> API =
            Api.of(ApiKey.DESCRIBE_CLIENT_QUOTAS, 0, 1, DescribeClientQuotasRequest::read);

    private final ClusterMetadata metadata;

    public DescribeClientQuotasHandler(ClusterMetadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public Api<DescribeClientQuotasRequest, DescribeClientQuotasResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DescribeClientQuotasResponse> handle(Call call, DescribeClientQuotasRequest request) {
        var response = QuotaDescriptions.describe(metadata.image().quotas(), request);
        return CompletableFuture.completedFuture(response.errorCode(call.code(ErrorCode.of(response.errorCode()))));
    }
}

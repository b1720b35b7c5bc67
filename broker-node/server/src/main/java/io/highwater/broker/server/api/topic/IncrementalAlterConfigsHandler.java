package io.highwater.broker.server.api.topic;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.IncrementalAlterConfigsRequest;
import io.highwater.broker.protocol.message.IncrementalAlterConfigsResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ControllerHost;
import java.util.concurrent.CompletionStage;

/// Changes single settings of topics and brokers.
public final class IncrementalAlterConfigsHandler
        implements Handler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> {
    private static final Api<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> API =
            Api.of(ApiKey.INCREMENTAL_ALTER_CONFIGS, 0, 1, IncrementalAlterConfigsRequest::read);

    private final ControllerHost host;
    private final Controller controller;

    public IncrementalAlterConfigsHandler(ControllerHost host, Controller controller) {
        this.host = host;
        this.controller = controller;
    }

    @Override
    public Api<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<IncrementalAlterConfigsResponse> handle(Call call, IncrementalAlterConfigsRequest request) {
        return host.decide(image -> controller.incrementalAlterConfigs(image, request));
    }
}

package io.highwater.broker.server.api.topic;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.AlterConfigsRequest;
import io.highwater.broker.protocol.message.AlterConfigsResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ControllerHost;
import java.util.concurrent.CompletionStage;

/// Replaces all settings of topics and brokers, the way older clients do it.
public final class AlterConfigsHandler implements Handler<AlterConfigsRequest, AlterConfigsResponse> {
    private static final Api<AlterConfigsRequest, AlterConfigsResponse> API =
            Api.of(ApiKey.ALTER_CONFIGS, 0, 2, AlterConfigsRequest::read);

    private final ControllerHost host;
    private final Controller controller;

    public AlterConfigsHandler(ControllerHost host, Controller controller) {
        this.host = host;
        this.controller = controller;
    }

    @Override
    public Api<AlterConfigsRequest, AlterConfigsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<AlterConfigsResponse> handle(Call call, AlterConfigsRequest request) {
        return host.decide(image -> controller.alterConfigs(image, request));
    }
}

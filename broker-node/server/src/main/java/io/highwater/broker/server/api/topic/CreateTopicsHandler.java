package io.highwater.broker.server.api.topic;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.CreateTopicsRequest;
import io.highwater.broker.protocol.message.CreateTopicsResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ControllerHost;
import java.util.concurrent.CompletionStage;

/// Makes topics; answered when they can be used.
public final class CreateTopicsHandler implements Handler<CreateTopicsRequest, CreateTopicsResponse> {
    private static final Api<CreateTopicsRequest, CreateTopicsResponse> API =
            Api.of(ApiKey.CREATE_TOPICS, 2, 7, CreateTopicsRequest::read);

    private final ControllerHost host;
    private final Controller controller;

    public CreateTopicsHandler(ControllerHost host, Controller controller) {
        this.host = host;
        this.controller = controller;
    }

    @Override
    public Api<CreateTopicsRequest, CreateTopicsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<CreateTopicsResponse> handle(Call call, CreateTopicsRequest request) {
        return host.decide(image -> controller.createTopics(image, request, call.version()));
    }
}

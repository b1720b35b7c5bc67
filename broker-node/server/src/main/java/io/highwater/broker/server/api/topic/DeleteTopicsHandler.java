package io.highwater.broker.server.api.topic;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.DeleteTopicsRequest;
import io.highwater.broker.protocol.message.DeleteTopicsResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ControllerHost;
import java.util.concurrent.CompletionStage;

/// Deletes topics; answered when nobody can use them any more.
public final class DeleteTopicsHandler implements Handler<DeleteTopicsRequest, DeleteTopicsResponse> {
    private static final Api<DeleteTopicsRequest, DeleteTopicsResponse> API =
            Api.of(ApiKey.DELETE_TOPICS, 1, 6, DeleteTopicsRequest::read);

    private final ControllerHost host;
    private final Controller controller;

    public DeleteTopicsHandler(ControllerHost host, Controller controller) {
        this.host = host;
        this.controller = controller;
    }

    @Override
    public Api<DeleteTopicsRequest, DeleteTopicsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DeleteTopicsResponse> handle(Call call, DeleteTopicsRequest request) {
        return host.decide(image -> controller.deleteTopics(image, request, call.version()));
    }
}

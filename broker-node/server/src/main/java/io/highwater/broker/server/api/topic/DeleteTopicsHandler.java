package io.highwater.broker.server.api.topic;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.DeleteTopicsRequest;
import io.highwater.broker.protocol.message.DeleteTopicsResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ControllerHost;
import io.highwater.broker.server.runtime.quota.ClientQuotas;
import java.util.concurrent.CompletionStage;

/// Deletes topics; answered when nobody can use them any more.
public final class DeleteTopicsHandler implements Handler<DeleteTopicsRequest, DeleteTopicsResponse> {
    private static final Api<DeleteTopicsRequest, DeleteTopicsResponse> API =
            Api.of(ApiKey.DELETE_TOPICS, 1, 6, DeleteTopicsRequest::read);

    /// From this version on clients know what it means to be refused for a quota; older ones are only told to
    /// wait.
    private static final short FIRST_STRICT_VERSION = 5;

    private final ControllerHost host;
    private final Controller controller;
    private final ClientQuotas quotas;

    public DeleteTopicsHandler(ControllerHost host, Controller controller, ClientQuotas quotas) {
        this.host = host;
        this.controller = controller;
        this.quotas = quotas;
    }

    @Override
    public Api<DeleteTopicsRequest, DeleteTopicsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DeleteTopicsResponse> handle(Call call, DeleteTopicsRequest request) {
        var quota = quotas.mutations(call.clientId(), call.version() >= FIRST_STRICT_VERSION);
        return host.decide(image -> {
            var decision = controller.deleteTopics(image, request, call.version(), quota);
            decision.response().throttleTimeMs(quota.throttleMs());
            return decision;
        });
    }
}

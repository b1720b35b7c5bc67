package io.highwater.broker.server.api.topic;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.CreateTopicsRequest;
import io.highwater.broker.protocol.message.CreateTopicsResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ControllerHost;
import io.highwater.broker.server.runtime.quota.ClientQuotas;
import java.util.concurrent.CompletionStage;

/// Makes topics; answered when they can be used.
public final class CreateTopicsHandler implements Handler<CreateTopicsRequest, CreateTopicsResponse> {
    private static final Api<CreateTopicsRequest, CreateTopicsResponse> API =
            Api.of(ApiKey.CREATE_TOPICS, 2, 7, CreateTopicsRequest::read);

    /// From this version on clients know what it means to be refused for a quota; older ones are only told to
    /// wait.
    private static final short FIRST_STRICT_VERSION = 6;

    private final ControllerHost host;
    private final Controller controller;
    private final ClientQuotas quotas;

    public CreateTopicsHandler(ControllerHost host, Controller controller, ClientQuotas quotas) {
        this.host = host;
        this.controller = controller;
        this.quotas = quotas;
    }

    @Override
    public Api<CreateTopicsRequest, CreateTopicsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<CreateTopicsResponse> handle(Call call, CreateTopicsRequest request) {
        var quota = quotas.mutations(call.clientId(), call.version() >= FIRST_STRICT_VERSION);
        return host.decide(image -> {
            var decision = controller.createTopics(image, request, call.version(), quota);
            decision.response().throttleTimeMs(quota.throttleMs());
            return decision;
        });
    }
}

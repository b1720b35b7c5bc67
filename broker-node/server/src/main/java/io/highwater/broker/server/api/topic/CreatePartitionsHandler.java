package io.highwater.broker.server.api.topic;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.CreatePartitionsRequest;
import io.highwater.broker.protocol.message.CreatePartitionsResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ControllerHost;
import io.highwater.broker.server.runtime.quota.ClientQuotas;
import java.util.concurrent.CompletionStage;

/// Gives topics more partitions; answered when they can be used.
public final class CreatePartitionsHandler implements Handler<CreatePartitionsRequest, CreatePartitionsResponse> {
    private static final Api<CreatePartitionsRequest, CreatePartitionsResponse> API =
            Api.of(ApiKey.CREATE_PARTITIONS, 0, 3, CreatePartitionsRequest::read);

    /// From this version on clients know what it means to be refused for a quota; older ones are only told to
    /// wait.
    private static final short FIRST_STRICT_VERSION = 3;

    private final ControllerHost host;
    private final Controller controller;
    private final ClientQuotas quotas;

    public CreatePartitionsHandler(ControllerHost host, Controller controller, ClientQuotas quotas) {
        this.host = host;
        this.controller = controller;
        this.quotas = quotas;
    }

    @Override
    public Api<CreatePartitionsRequest, CreatePartitionsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<CreatePartitionsResponse> handle(Call call, CreatePartitionsRequest request) {
        var quota = quotas.mutations(call.clientId(), call.version() >= FIRST_STRICT_VERSION);
        return host.decide(image -> {
            var decision = controller.createPartitions(image, request, quota);
            decision.response().throttleTimeMs(quota.throttleMs());
            return decision;
        });
    }
}

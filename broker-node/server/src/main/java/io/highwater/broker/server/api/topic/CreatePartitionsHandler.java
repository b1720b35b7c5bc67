package io.highwater.broker.server.api.topic;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.CreatePartitionsRequest;
import io.highwater.broker.protocol.message.CreatePartitionsResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ControllerHost;
import java.util.concurrent.CompletionStage;

/// Gives topics more partitions; answered when they can be used.
public final class CreatePartitionsHandler implements Handler<CreatePartitionsRequest, CreatePartitionsResponse> {
    private static final Api<CreatePartitionsRequest, CreatePartitionsResponse> API =
            Api.of(ApiKey.CREATE_PARTITIONS, 0, 3, CreatePartitionsRequest::read);

    private final ControllerHost host;
    private final Controller controller;

    public CreatePartitionsHandler(ControllerHost host, Controller controller) {
        this.host = host;
        this.controller = controller;
    }

    @Override
    public Api<CreatePartitionsRequest, CreatePartitionsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<CreatePartitionsResponse> handle(Call call, CreatePartitionsRequest request) {
        return host.decide(image -> controller.createPartitions(image, request));
    }
}

package io.highwater.broker.server.api.cluster;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.InitProducerIdRequest;
import io.highwater.broker.protocol.message.InitProducerIdResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.ProducerIds;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Gives an idempotent producer its id. A producer that lost track of its sequence simply gets a new one.
public final class InitProducerIdHandler implements Handler<InitProducerIdRequest, InitProducerIdResponse> {
    private static final Api<InitProducerIdRequest, InitProducerIdResponse> API =
            Api.of(ApiKey.INIT_PRODUCER_ID, 0, 5, InitProducerIdRequest::read);

    private final ProducerIds producerIds;

    public InitProducerIdHandler(ProducerIds producerIds) {
        this.producerIds = producerIds;
    }

    @Override
    public Api<InitProducerIdRequest, InitProducerIdResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<InitProducerIdResponse> handle(Call call, InitProducerIdRequest request) {
        if (request.transactionalId() != null) {
            return CompletableFuture.completedFuture(failed(call, ErrorCode.UNSUPPORTED_VERSION));
        }
        return producerIds
                .next()
                .handle((id, error) -> error == null
                        ? new InitProducerIdResponse().producerId(id).producerEpoch((short) 0)
                        : failed(call, ErrorCode.COORDINATOR_NOT_AVAILABLE));
    }

    private static InitProducerIdResponse failed(Call call, ErrorCode error) {
        return new InitProducerIdResponse()
                .errorCode(call.code(error))
                .producerId(-1)
                .producerEpoch((short) -1);
    }
}

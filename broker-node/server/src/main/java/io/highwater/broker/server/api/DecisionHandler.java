package io.highwater.broker.server.api;

import io.highwater.broker.core.controller.ControllerResult;
import io.highwater.broker.core.controller.MetadataImage;
import io.highwater.broker.protocol.wire.Message;
import io.highwater.broker.server.runtime.ControllerHost;
import java.util.concurrent.CompletionStage;

/// Answers an API that is nothing but a decision of the controller; answered when the decision is committed and in
/// force here.
public record DecisionHandler<Q extends Message, R extends Message>(
        Api<Q, R> api, ControllerHost host, Decision<Q, R> decision) implements Handler<Q, R> {

    /// What the controller decides on the newest image.
    public interface Decision<Q, R> {
        /// On the controller's shard.
        ControllerResult<R> decide(MetadataImage image, Call call, Q request);
    }

    @Override
    public CompletionStage<R> handle(Call call, Q request) {
        return host.decide(image -> decision.decide(image, call, request));
    }
}

package io.highwater.broker.server.api;

import io.highwater.broker.protocol.wire.Message;
import java.util.concurrent.CompletionStage;

/// Answers one API. Stateless but for what the runtime keeps; runs on the shard of the connection and must not block.
public interface Handler<Q extends Message, R extends Message> {
    /// The API and versions answered here.
    Api<Q, R> api();

    /// Starts the request; the connection sends responses in the order the requests arrived. May complete on any shard.
    CompletionStage<R> handle(Call call, Q request);

    /// Whether the client waits for a response at all.
    default boolean expectsResponse(Q request) {
        return true;
    }
}

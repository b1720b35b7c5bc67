package io.highwater.broker.server.api;

import io.highwater.broker.core.controller.MetadataImage;
import io.highwater.broker.protocol.wire.Message;
import io.highwater.broker.server.runtime.ClusterMetadata;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Answers an API that only reads what the cluster agrees on.
public record ImageHandler<Q extends Message, R extends Message>(
        Api<Q, R> api, ClusterMetadata metadata, Reading<Q, R> reading) implements Handler<Q, R> {

    /// What is read off the committed image.
    public interface Reading<Q, R> {
        /// On the shard of the connection.
        R read(MetadataImage image, Call call, Q request);
    }

    @Override
    public CompletionStage<R> handle(Call call, Q request) {
        return CompletableFuture.completedFuture(reading.read(metadata.image(), call, request));
    }
}

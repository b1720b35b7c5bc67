package io.highwater.broker.server.api;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;

/// What the network knows of the rest of the broker: it hands in frames and writes out replies.
public interface Dispatcher {
    /// Starts to answer one frame, on the shard of the connection. The frame stays valid until the reply is complete;
    /// the caller releases it then. May complete on any shard.
    ///
    /// @throws RefusedRequestException when the connection must be closed instead
    CompletionStage<Reply> dispatch(ClientConnection connection, ByteBuf frame);
}

package io.highwater.broker.server;

import io.highwater.broker.server.api.ClientConnection;
import io.highwater.broker.server.api.Dispatcher;
import io.highwater.broker.server.api.RefusedRequestException;
import io.highwater.broker.server.api.Reply;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Stands in for the dispatcher while the node starts: its port must be known before the rest can be built. Nothing is
/// accepted in between.
final class LateDispatcher implements Dispatcher {
    private volatile @Nullable Dispatcher dispatcher;

    void set(Dispatcher ready) {
        dispatcher = ready;
    }

    @Override
    public CompletionStage<Reply> dispatch(ClientConnection connection, ByteBuf frame) {
        Dispatcher ready = dispatcher;
        if (ready == null) {
            throw new RefusedRequestException("the node is still starting");
        }
        return ready.dispatch(connection, frame);
    }
}

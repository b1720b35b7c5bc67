package io.highwater.broker.server.api.fetch;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.FetchRequest;
import io.highwater.broker.protocol.message.FetchResponse;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import io.highwater.broker.server.runtime.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Reads records for consumers. The records go from the file to the socket without being touched here.
public final class FetchHandler implements Handler<FetchRequest, FetchResponse> {
    private static final Api<FetchRequest, FetchResponse> API = Api.of(ApiKey.FETCH, 4, 18, FetchRequest::read);

    private final Node node;
    /// One for each shard, by its id.
    private final List<FetchSessions> sessions;

    public FetchHandler(Node node, int sessionSlots) {
        this.node = node;
        int shards = node.shards().all().size();
        var perShard = new ArrayList<FetchSessions>();
        for (int shard = 0; shard < shards; shard++) {
            perShard.add(new FetchSessions((sessionSlots + shards - 1) / shards));
        }
        this.sessions = List.copyOf(perShard);
    }

    @Override
    public Api<FetchRequest, FetchResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<FetchResponse> handle(Call call, FetchRequest request) {
        FetchSessions.Context context = sessions.get(call.shard().id())
                .begin(request, call.version(), call.shard().nowMs());
        if (context.error() != ErrorCode.NONE) {
            return CompletableFuture.completedFuture(new FetchResponse().errorCode(call.code(context.error())));
        }
        return new FetchOperation(node, call, request, context).start();
    }
}

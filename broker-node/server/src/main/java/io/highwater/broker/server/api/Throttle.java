package io.highwater.broker.server.api;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.wire.Message;
import io.highwater.broker.protocol.wire.Throttleable;
import io.highwater.broker.server.runtime.quota.ClientQuotas;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;

/// Charges an answered request to the quotas of its client and tells the client, in the answer, how long it has
/// to wait. Handlers that know more (what is fetched, how many partitions are made) have said so in their
/// response already; the longest wait counts.
///
/// The time of a request is what its connection's shard spent on starting it, which is all of it on a node with
/// one shard.
final class Throttle {
    private final ClientQuotas quotas;

    Throttle(ClientQuotas quotas) {
        this.quotas = quotas;
    }

    /// Whether anybody has a quota.
    boolean isNeeded() {
        return quotas.areInForce();
    }

    /// On the shard of the connection, and calls `then` there with the time to wait in milliseconds.
    void judge(Call call, int requestBytes, long workedNanos, boolean answered, Message response, IntConsumer then) {
        int already = response instanceof Throttleable throttleable ? throttleable.throttleTimeMs() : 0;
        charge(call, requestBytes, workedNanos, answered)
                .whenComplete((ms, error) -> call.shard().run(() -> {
                    int throttleMs = Math.max(already, error == null ? ms : 0);
                    if (response instanceof Throttleable throttleable && throttleMs > 0) {
                        throttleable.throttleTimeMs(throttleMs);
                    }
                    then.accept(throttleMs);
                }));
    }

    /// Who wants no answer is not charged for the time either: it could not be told to wait.
    private CompletionStage<Integer> charge(Call call, int requestBytes, long workedNanos, boolean answered) {
        if (call.api() != ApiKey.PRODUCE) {
            return quotas.worked(call.clientId(), workedNanos);
        }
        var produced = quotas.produced(call.clientId(), requestBytes);
        return answered ? quotas.worked(call.clientId(), workedNanos).thenCombine(produced, Math::max) : produced;
    }
}

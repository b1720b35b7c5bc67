package io.highwater.broker.server.runtime;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.protocol.message.AllocateProducerIdsRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Hands out the ids of idempotent producers from blocks that the controller gives to this node. A block is lost when
/// the node stops; ids are never used twice.
///
/// Thread-safety: [#next] from anywhere; the block is owned by one shard.
public final class ProducerIds {
    private final Shard shard;
    private final ControllerHost host;
    private final Controller controller;
    private final int nodeId;
    private final long brokerEpoch;
    private long next;
    private long end;

    public ProducerIds(Shard shard, ControllerHost host, Controller controller, int nodeId, long brokerEpoch) {
        this.shard = shard;
        this.host = host;
        this.controller = controller;
        this.nodeId = nodeId;
        this.brokerEpoch = brokerEpoch;
    }

    /// An id that nobody has had.
    public CompletionStage<Long> next() {
        return shard.ask(() -> {
            if (next < end) {
                return CompletableFuture.completedFuture(next++);
            }
            var request = new AllocateProducerIdsRequest().brokerId(nodeId).brokerEpoch(brokerEpoch);
            return host.decide(image -> controller.allocateProducerIds(image, request))
                    .thenCompose(block -> {
                        if (block.errorCode() != 0) {
                            throw new IllegalStateException(
                                    "the controller gave no producer ids: " + block.errorCode());
                        }
                        if (next >= end) {
                            next = block.producerIdStart();
                            end = block.producerIdStart() + block.producerIdLen();
                        }
                        return next();
                    });
        });
    }
}

package io.highwater.broker.server.runtime;

import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.protocol.TopicPartition;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what the runtime has begun, in the order in which nothing is lost: no new decisions, no new appends, then every
/// log made durable and closed, then the note that all went well.
public final class RunningNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
    private static final long STOP_SECONDS = 30;

    private final ControllerHost controller;
    private final LocalPartitions local;
    private final Maintenance maintenance;
    private final Storage storage;
    private final long brokerEpoch;

    public RunningNode(
            ControllerHost controller,
            LocalPartitions local,
            Maintenance maintenance,
            Storage storage,
            long brokerEpoch) {
        this.controller = controller;
        this.local = local;
        this.maintenance = maintenance;
        this.storage = storage;
        this.brokerEpoch = brokerEpoch;
    }

    /// Blocking; not on a shard.
    @Override
    public void close() {
        maintenance.stop();
        controller
                .stop()
                .toCompletableFuture()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        Set<TopicPartition> unclean = local.closeAll();
        try {
            if (!controller.close()) {
                unclean.add(Storage.METADATA);
            }
            storage.markCleanShutdown(brokerEpoch, unclean);
        } catch (DirectoryFaultException e) {
            LOG.atError().setCause(e).log("the shutdown was not clean; the next start will check the logs");
        }
    }
}

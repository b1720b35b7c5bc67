package io.highwater.relay.engine;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/// Sleeps until the log's reader has put a record into the {@link WakingQueue}, and only then takes a batch.
/// Made by the engine.
public final class OutboxConnectorTask extends PostgresConnectorTask {
    /// A failed reader puts nothing into the queue: it is noticed, as a stop is, after so long.
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(500);

    private volatile String slot = "";

    @Override
    public ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> start(Configuration settings) {
        slot = settings.getString("slot.name");
        return super.start(settings);
    }

    @Override
    public List<SourceRecord> doPoll() throws InterruptedException {
        var queue = WakingQueue.of(slot);
        if (queue != null) {
            queue.awaitRecord(LONGEST_SLEEP);
        }
        return super.doPoll();
    }
}

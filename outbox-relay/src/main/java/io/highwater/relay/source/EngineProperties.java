package io.highwater.relay.source;

import io.highwater.relay.engine.OutboxConnector;
import io.highwater.relay.engine.WakingQueue;
import java.nio.file.Path;
import java.util.Properties;

/// The Debezium settings of one source. What is not said here is Debezium's default.
final class EngineProperties {
    private EngineProperties() {}

    static Properties of(Source source, RelaySettings settings) {
        var properties = new Properties();
        connector(properties, source);
        reading(properties, source, settings);
        position(properties, source, settings);
        return properties;
    }

    private static void connector(Properties properties, Source source) {
        properties.setProperty("name", source.slot());
        properties.setProperty("connector.class", OutboxConnector.class.getName());
        properties.setProperty("topic.prefix", source.name());
        properties.setProperty("database.hostname", source.host());
        properties.setProperty("database.port", Integer.toString(source.port()));
        properties.setProperty("database.dbname", source.database());
        properties.setProperty("database.user", source.user());
        properties.setProperty("database.password", source.password());
        // Retrying is the supervisor's: an engine that is in trouble ends, and says why.
        properties.setProperty("errors.max.retries", "0");
        properties.setProperty("slot.max.retries", "0");
        properties.setProperty("task.management.timeout.ms", "60000");
        properties.setProperty("record.processing.threads", "1");
    }

    private static void reading(Properties properties, Source source, RelaySettings settings) {
        properties.setProperty("plugin.name", "pgoutput");
        properties.setProperty("slot.name", source.slot());
        properties.setProperty("publication.name", source.publication());
        properties.setProperty("publication.autocreate.mode", "disabled");
        properties.setProperty("table.include.list", source.table());
        // Logical messages are heartbeats here, and nothing else.
        properties.setProperty("message.prefix.exclude.list", ".*");
        properties.setProperty("tombstones.on.delete", "false");
        properties.setProperty("skipped.operations", "u,d,t");
        // A position without its slot: read the kept rows again instead of passing over the gap.
        properties.setProperty("snapshot.mode", "when_needed");
        properties.setProperty("snapshot.locking.mode", "none");
        properties.setProperty("snapshot.select.statement.overrides", source.table());
        properties.setProperty(
                "snapshot.select.statement.overrides." + source.table(),
                "SELECT * FROM %s ORDER BY created_at, id".formatted(source.table()));
        properties.setProperty(
                "poll.interval.ms", Long.toString(settings.pollInterval().toMillis()));
        properties.setProperty("queue.provider.type", WakingQueue.TYPE);
        properties.setProperty("max.batch.size", "1024");
        properties.setProperty("max.queue.size", "2048");
        properties.setProperty(
                "max.queue.size.in.bytes", Long.toString(settings.engineMemory().toBytes()));
    }

    private static void position(Properties properties, Source source, RelaySettings settings) {
        properties.setProperty("offset.storage", DurableOffsets.class.getName());
        properties.setProperty(
                DurableOffsets.FILE, positionFile(source, settings).toString());
        // Every finished batch is confirmed at once.
        properties.setProperty("offset.flush.interval.ms", "0");
        // An interval alone confirms nothing on an idle database: the query makes the record that is confirmed. A
        // transactional one, for a connector that resumes waits for the end of a transaction before it confirms again.
        properties.setProperty(
                "heartbeat.interval.ms",
                Long.toString(settings.heartbeatInterval().toMillis()));
        properties.setProperty(
                "heartbeat.action.query", "SELECT pg_logical_emit_message(true, 'highwater.heartbeat', '')");
    }

    static Path positionFile(Source source, RelaySettings settings) {
        return settings.dataDirectory().resolve(source.name() + ".position");
    }
}

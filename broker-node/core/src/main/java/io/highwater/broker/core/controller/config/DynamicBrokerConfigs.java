package io.highwater.broker.core.controller.config;

import static io.highwater.broker.core.controller.config.ConfigType.BOOLEAN;
import static io.highwater.broker.core.controller.config.ConfigType.DOUBLE;
import static io.highwater.broker.core.controller.config.ConfigType.INT;
import static io.highwater.broker.core.controller.config.ConfigType.LIST;
import static io.highwater.broker.core.controller.config.ConfigType.LONG;
import static io.highwater.broker.core.controller.config.ConfigType.STRING;
import static io.highwater.broker.core.controller.config.Constraint.atLeast;
import static io.highwater.broker.core.controller.config.Constraint.none;

import java.util.List;

/// Keys of a broker beside the defaults of topics that Apache Kafka changes while the broker runs. Those that belong to
/// machinery this broker does not have are accepted all the same, because tools and scripts set them; their
/// documentation says that nothing follows.
///
/// Map of the file: connections; producers; the cleaner; threads; replication; the rest; tiered storage.
public final class DynamicBrokerConfigs {
    private static final String SHARDS = " Without effect: highwater.shards counts the threads of this broker.";
    private static final String BACKGROUND =
            " Without effect: highwater.background.threads counts the threads for blocking work.";
    private static final String AT_START =
            " Without effect while the broker runs: recovery is over, and the next one reads the configuration file.";
    private static final String NO_REPLICATION = " Without effect in this version: a single node does not replicate.";
    private static final String NO_NEW_PROTOCOLS = " Without effect in this version: groups assign by themselves.";
    private static final String NOTHING_TIERED = " Without effect: there is no remote storage.";
    private static final String NOT_HERE = " Without effect in this version.";
    private static final String FROM_FILE =
            " Read from the broker's own file at its start; without effect when changed here.";

    private DynamicBrokerConfigs() {}

    static void define(ConfigTable table) {
        connections(table);
        producers(table);
        cleaner(table);
        threads(table);
        replication(table);
        others(table);
        tieredStorage(table);
    }

    private static void connections(ConfigTable table) {
        table.key(
                        "max.connections",
                        INT,
                        "2147483647",
                        atLeast(0),
                        "Connections that are open at a time; more are turned away.")
                .key(
                        "max.connections.per.ip",
                        INT,
                        "2147483647",
                        atLeast(0),
                        "Connections of one address at a time; more are turned away.")
                .key(
                        "max.connections.per.ip.overrides",
                        STRING,
                        "",
                        none(),
                        "Other limits for single addresses." + NOT_HERE + " One limit holds for all.")
                .key(
                        "max.connection.creation.rate",
                        INT,
                        "2147483647",
                        atLeast(0),
                        "New connections per second." + NOT_HERE + " Connections are limited by max.connections.");
    }

    private static void producers(ConfigTable table) {
        table.key(
                        "producer.id.expiration.ms",
                        INT,
                        "86400000",
                        atLeast(1),
                        "How long the sequence of a silent producer is remembered.")
                .key(
                        "transaction.partition.verification.enable",
                        BOOLEAN,
                        "true",
                        none(),
                        "Whether a partition is checked to be part of its transaction." + NOT_HERE);
    }

    private static void cleaner(ConfigTable table) {
        table.key("log.cleaner.threads", INT, "1", atLeast(0), "Threads that compact logs." + FROM_FILE)
                .key(
                        "log.cleaner.io.max.bytes.per.second",
                        DOUBLE,
                        "1.7976931348623157E308",
                        none(),
                        "Bytes per second that compaction may read and write." + FROM_FILE)
                .key(
                        "log.cleaner.dedupe.buffer.size",
                        LONG,
                        "134217728",
                        none(),
                        "Memory for the keys of one compaction." + FROM_FILE)
                .key(
                        "log.cleaner.io.buffer.size",
                        INT,
                        "524288",
                        atLeast(0),
                        "Memory for reading and writing while compacting." + FROM_FILE)
                .key(
                        "log.cleaner.io.buffer.load.factor",
                        DOUBLE,
                        "0.9",
                        none(),
                        "How full the memory for the keys may become." + NOT_HERE)
                .key(
                        "log.cleaner.backoff.ms",
                        LONG,
                        "15000",
                        atLeast(0),
                        "How long the cleaner rests when there is nothing to compact." + FROM_FILE);
    }

    private static void threads(ConfigTable table) {
        table.key("num.io.threads", INT, "8", atLeast(1), "Threads that work on requests." + SHARDS)
                .key("num.network.threads", INT, "3", atLeast(1), "Threads that read and write sockets." + SHARDS)
                .key("background.threads", INT, "10", atLeast(1), "Threads for work aside." + BACKGROUND)
                .key(
                        "num.recovery.threads.per.data.dir",
                        INT,
                        "2",
                        atLeast(1),
                        "Threads that recover the logs of one folder." + AT_START);
    }

    private static void replication(ConfigTable table) {
        table.key("num.replica.fetchers", INT, "1", atLeast(1), "Threads that copy from one leader." + NO_REPLICATION)
                .key(
                        "leader.replication.throttled.rate",
                        LONG,
                        "9223372036854775807",
                        atLeast(0),
                        "Bytes per second that throttled replicas may read from this leader." + NO_REPLICATION)
                .key(
                        "follower.replication.throttled.rate",
                        LONG,
                        "9223372036854775807",
                        atLeast(0),
                        "Bytes per second that throttled replicas may copy to this follower." + NO_REPLICATION)
                .key(
                        "replica.alter.log.dirs.io.max.bytes.per.second",
                        LONG,
                        "9223372036854775807",
                        atLeast(0),
                        "Bytes per second that moving between folders may take." + NOT_HERE);
    }

    private static void others(ConfigTable table) {
        table.key("metric.reporters", LIST, "", none(), "Classes that hear of metrics." + NOT_HERE)
                .key("config.providers", LIST, "", none(), "Classes that look values up elsewhere." + NOT_HERE);
        for (var kind : List.of("consumer", "share", "streams")) {
            table.key(
                    "group.%s.assignment.interval.ms".formatted(kind),
                    INT,
                    "1000",
                    atLeast(0),
                    "Shortest time between two assignments of a %s group.".formatted(kind) + NO_NEW_PROTOCOLS);
        }
        for (var coordinator : List.of("group", "share")) {
            table.key(
                    coordinator + ".coordinator.cached.buffer.max.bytes",
                    INT,
                    "1048588",
                    atLeast(524_288),
                    "Memory that a %s coordinator keeps for its writes.".formatted(coordinator) + NOT_HERE);
        }
    }

    private static void tieredStorage(ConfigTable table) {
        table.key(
                        "follower.fetch.last.tiered.offset.enable",
                        BOOLEAN,
                        "false",
                        none(),
                        "Whether followers begin behind what is tiered." + NOTHING_TIERED)
                .key("remote.fetch.max.wait.ms", INT, "500", atLeast(1), "Patience of a remote read." + NOTHING_TIERED)
                .key(
                        "remote.list.offsets.request.timeout.ms",
                        LONG,
                        "30000",
                        atLeast(1),
                        "Patience of a remote search by time." + NOTHING_TIERED)
                .key(
                        "remote.log.index.file.cache.total.size.bytes",
                        LONG,
                        "1073741824",
                        atLeast(1),
                        "Disk space for indexes of remote segments." + NOTHING_TIERED)
                .key(
                        "remote.log.manager.copy.max.bytes.per.second",
                        LONG,
                        "9223372036854775807",
                        atLeast(1),
                        "Bytes per second that may be uploaded." + NOTHING_TIERED)
                .key(
                        "remote.log.manager.fetch.max.bytes.per.second",
                        LONG,
                        "9223372036854775807",
                        atLeast(1),
                        "Bytes per second that may be downloaded." + NOTHING_TIERED)
                .key("remote.log.reader.threads", INT, "10", atLeast(1), "Threads that download." + NOTHING_TIERED)
                .key(
                        "remote.log.manager.copier.thread.pool.size",
                        INT,
                        "10",
                        atLeast(1),
                        "Threads that upload." + NOTHING_TIERED)
                .key(
                        "remote.log.manager.expiration.thread.pool.size",
                        INT,
                        "10",
                        atLeast(1),
                        "Threads that delete remote segments." + NOTHING_TIERED)
                .key(
                        "remote.log.manager.follower.thread.pool.size",
                        INT,
                        "2",
                        atLeast(1),
                        "Threads of followers." + NOTHING_TIERED);
    }
}

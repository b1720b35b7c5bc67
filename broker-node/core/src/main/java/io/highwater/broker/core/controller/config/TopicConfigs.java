package io.highwater.broker.core.controller.config;

import static io.highwater.broker.core.controller.config.ConfigType.BOOLEAN;
import static io.highwater.broker.core.controller.config.ConfigType.DOUBLE;
import static io.highwater.broker.core.controller.config.ConfigType.INT;
import static io.highwater.broker.core.controller.config.ConfigType.LIST;
import static io.highwater.broker.core.controller.config.ConfigType.LONG;
import static io.highwater.broker.core.controller.config.ConfigType.STRING;
import static io.highwater.broker.core.controller.config.Constraint.atLeast;
import static io.highwater.broker.core.controller.config.Constraint.between;
import static io.highwater.broker.core.controller.config.Constraint.betweenOr;
import static io.highwater.broker.core.controller.config.Constraint.listOf;
import static io.highwater.broker.core.controller.config.Constraint.none;
import static io.highwater.broker.core.controller.config.Constraint.oneOf;
import static io.highwater.broker.core.controller.config.Constraint.only;
import static io.highwater.broker.core.controller.config.Constraint.throttledReplicas;

import io.highwater.broker.core.controller.config.ConfigKey.Synonym;
import io.highwater.broker.core.controller.config.ConfigKey.Update;
import java.util.Arrays;
import java.util.List;

/// Configuration keys of topics: Apache Kafka's, and `flush.mode`, which is ours.
///
/// Map of the file: retention; segments; compaction; messages; durability; replication; tiered storage.
public final class TopicConfigs {
    public static final ConfigTable TABLE = define(new ConfigTable(Update.DYNAMIC));

    private static final String NO_REPLICATION = " Without effect in this version: a partition has one replica.";
    private static final String SEE_FLUSH_MODE = " Without effect: flush.mode decides when records are forced.";
    private static final String NO_TIERED_STORAGE = "this broker keeps all data on local disks";

    private TopicConfigs() {}

    private static ConfigTable define(ConfigTable table) {
        retention(table);
        segments(table);
        compaction(table);
        messages(table);
        durability(table);
        replication(table);
        tieredStorage(table);
        return table;
    }

    private static void retention(ConfigTable table) {
        table.key(
                        "cleanup.policy",
                        LIST,
                        "delete",
                        listOf("compact", "delete"),
                        "How old data goes: 'delete' drops whole segments by age and size, 'compact' keeps the newest"
                                + " record of every key; both together do both. A topic with 'compact' accepts only"
                                + " records with a key.",
                        log("cleanup.policy"))
                .key(
                        "retention.ms",
                        LONG,
                        "604800000",
                        atLeast(-1),
                        "How long records are kept at least under the policy 'delete', counted from the newest record"
                                + " of their segment; -1 keeps them for ever.",
                        List.of(
                                new Synonym("log.retention.ms", 1),
                                new Synonym("log.retention.minutes", 60_000),
                                new Synonym("log.retention.hours", 3_600_000)))
                .key(
                        "retention.bytes",
                        LONG,
                        "-1",
                        none(),
                        "Size of a partition above which its oldest segments go under the policy 'delete'; -1 sets no"
                                + " limit.",
                        log("retention.bytes"))
                .key(
                        "file.delete.delay.ms",
                        LONG,
                        "60000",
                        atLeast(0),
                        "How long a deleted segment stays on disk under another name, so that readers can finish.",
                        log("segment.delete.delay.ms"));
    }

    private static void segments(ConfigTable table) {
        table.key(
                        "segment.bytes",
                        INT,
                        "1073741824",
                        atLeast(1_048_576),
                        "Size at which a new segment begins. Only whole segments are deleted or compacted.",
                        log("segment.bytes"))
                .key(
                        "segment.ms",
                        LONG,
                        "604800000",
                        atLeast(1),
                        "Age at which a new segment begins even if the current one is not full.",
                        List.of(new Synonym("log.roll.ms", 1), new Synonym("log.roll.hours", 3_600_000)))
                .key(
                        "segment.jitter.ms",
                        LONG,
                        "0",
                        atLeast(0),
                        "Largest random part that is taken off segment.ms, so that not all partitions roll at once."
                                + " Without effect in this version.",
                        List.of(new Synonym("log.roll.jitter.ms", 1), new Synonym("log.roll.jitter.hours", 3_600_000)))
                .key(
                        "segment.index.bytes",
                        INT,
                        "10485760",
                        atLeast(4),
                        "Largest size of the index of a segment; a full index begins a new segment.",
                        log("index.size.max.bytes"))
                .key(
                        "index.interval.bytes",
                        INT,
                        "4096",
                        atLeast(0),
                        "How many bytes of records lie between two index entries: smaller finds faster and indexes"
                                + " more.",
                        log("index.interval.bytes"))
                .key(
                        "preallocate",
                        BOOLEAN,
                        "false",
                        none(),
                        "Whether the disk space of a segment is claimed when it is created."
                                + " Without effect in this version: a segment grows with its records.",
                        log("preallocate"));
    }

    private static void compaction(ConfigTable table) {
        table.key(
                        "delete.retention.ms",
                        LONG,
                        "86400000",
                        atLeast(0),
                        "How long the mark of a deleted key survives compaction; a reader that starts from the"
                                + " beginning must be through within that time to notice the deletion.",
                        cleaner("delete.retention.ms"))
                .key(
                        "min.cleanable.dirty.ratio",
                        DOUBLE,
                        "0.5",
                        between(0, 1),
                        "Share of uncompacted bytes in a partition from which it is worth compacting.",
                        cleaner("min.cleanable.ratio"))
                .key(
                        "min.compaction.lag.ms",
                        LONG,
                        "0",
                        atLeast(0),
                        "How long a record is at least left alone by compaction.",
                        cleaner("min.compaction.lag.ms"))
                .key(
                        "max.compaction.lag.ms",
                        LONG,
                        "9223372036854775807",
                        atLeast(1),
                        "How long a record is left uncompacted at most, however small the dirty share is.",
                        cleaner("max.compaction.lag.ms"));
    }

    private static void messages(ConfigTable table) {
        table.key(
                        "max.message.bytes",
                        INT,
                        "1048588",
                        atLeast(0),
                        "Largest batch of records that is accepted, as it is sent and as it is stored.",
                        same("message.max.bytes"))
                .key(
                        "message.timestamp.type",
                        STRING,
                        "CreateTime",
                        oneOf("CreateTime", "LogAppendTime"),
                        "Whose clock stamps the records: the producer's (CreateTime) or the broker's (LogAppendTime).",
                        log("message.timestamp.type"))
                .key(
                        "message.timestamp.before.max.ms",
                        LONG,
                        "9223372036854775807",
                        atLeast(0),
                        "How far a producer's timestamp may lie in the past; older records are refused.",
                        log("message.timestamp.before.max.ms"))
                .key(
                        "message.timestamp.after.max.ms",
                        LONG,
                        "3600000",
                        atLeast(0),
                        "How far a producer's timestamp may lie in the future; later records are refused, because they"
                                + " would keep their segment from expiring.",
                        log("message.timestamp.after.max.ms"))
                .key(
                        "compression.type",
                        STRING,
                        "producer",
                        oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"),
                        "Codec of the records on disk. 'producer' keeps what the producer chose and is the cheapest;"
                                + " any other codec makes the broker compress batches that come with another one.",
                        same("compression.type"))
                .key(
                        "compression.gzip.level",
                        INT,
                        "-1",
                        betweenOr(1, 9, -1),
                        "Effort of gzip when the broker compresses; -1 is gzip's own default.",
                        same("compression.gzip.level"))
                .key(
                        "compression.lz4.level",
                        INT,
                        "9",
                        between(1, 17),
                        "Effort of lz4 when the broker compresses.",
                        same("compression.lz4.level"))
                .key(
                        "compression.zstd.level",
                        INT,
                        "3",
                        between(-131_072, 22),
                        "Effort of zstd when the broker compresses.",
                        same("compression.zstd.level"));
    }

    private static void durability(ConfigTable table) {
        table.key(
                        "flush.mode",
                        STRING,
                        "group-commit",
                        oneOf("group-commit", "page-cache"),
                        "When a write counts as durable: 'group-commit' answers after an fsync that all waiting writes"
                                + " share, 'page-cache' leaves writing back to the operating system and relies on"
                                + " replicas.",
                        same("flush.mode"))
                .key(
                        "flush.messages",
                        LONG,
                        "9223372036854775807",
                        atLeast(1),
                        "Number of records after which an fsync is forced." + SEE_FLUSH_MODE,
                        log("flush.interval.messages"))
                .key(
                        "flush.ms",
                        LONG,
                        "9223372036854775807",
                        atLeast(0),
                        "Time after which an fsync is forced." + SEE_FLUSH_MODE,
                        List.of(
                                new Synonym("log.flush.interval.ms", 1),
                                new Synonym("log.flush.scheduler.interval.ms", 1)))
                .key(
                        "min.insync.replicas",
                        INT,
                        "1",
                        atLeast(1),
                        "How many replicas must be in sync for a write with acks=all to be accepted.",
                        same("min.insync.replicas"));
    }

    private static void replication(ConfigTable table) {
        table.key(
                        "unclean.leader.election.enable",
                        BOOLEAN,
                        "false",
                        none(),
                        "Whether a replica that is not in sync may lead when no other is left. That loses records."
                                + NO_REPLICATION,
                        same("unclean.leader.election.enable"))
                .key(
                        "leader.replication.throttled.replicas",
                        LIST,
                        "",
                        throttledReplicas(),
                        "Replicas whose outgoing replication is throttled, as partition:broker pairs, or * for all."
                                + NO_REPLICATION)
                .key(
                        "follower.replication.throttled.replicas",
                        LIST,
                        "",
                        throttledReplicas(),
                        "Replicas whose incoming replication is throttled, as partition:broker pairs, or * for all."
                                + NO_REPLICATION);
    }

    private static void tieredStorage(ConfigTable table) {
        table.key(
                        "remote.storage.enable",
                        BOOLEAN,
                        "false",
                        only("false", NO_TIERED_STORAGE),
                        "Whether old segments move to remote storage. Not available in this broker.")
                .key(
                        "remote.log.copy.disable",
                        BOOLEAN,
                        "false",
                        none(),
                        "Whether copying to remote storage is paused. Without effect: there is no remote storage.")
                .key(
                        "remote.log.delete.on.disable",
                        BOOLEAN,
                        "false",
                        none(),
                        "Whether turning remote storage off deletes what lies there. Without effect: there is none.")
                .key(
                        "local.retention.ms",
                        LONG,
                        "-2",
                        atLeast(-2),
                        "How long segments stay on local disks once they are remote; -2 means retention.ms. Without"
                                + " effect: nothing is remote.",
                        log("local.retention.ms"))
                .key(
                        "local.retention.bytes",
                        LONG,
                        "-2",
                        atLeast(-2),
                        "How many bytes stay on local disks once they are remote; -2 means retention.bytes. Without"
                                + " effect: nothing is remote.",
                        log("local.retention.bytes"));
    }

    private static List<Synonym> same(String brokerKey) {
        return List.of(new Synonym(brokerKey, 1));
    }

    private static List<Synonym> log(String... names) {
        return Arrays.stream(names).map(name -> new Synonym("log." + name, 1)).toList();
    }

    private static List<Synonym> cleaner(String name) {
        return List.of(new Synonym("log.cleaner." + name, 1));
    }
}

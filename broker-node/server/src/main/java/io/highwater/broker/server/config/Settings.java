package io.highwater.broker.server.config;

import static io.highwater.broker.server.config.Setting.bool;
import static io.highwater.broker.server.config.Setting.decimal;
import static io.highwater.broker.server.config.Setting.integer;
import static io.highwater.broker.server.config.Setting.list;
import static io.highwater.broker.server.config.Setting.longInteger;
import static io.highwater.broker.server.config.Setting.oneOf;
import static io.highwater.broker.server.config.Setting.text;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every setting of a node. Defaults are Kafka's, except where a single node without a configuration file needs
/// another one to be useful at once: replication factors are 1 and a group does not wait for stragglers.
///
/// Map: identity · listeners · where the data lives · topics made on demand · defaults of topics · groups ·
/// producers · limits · our own keys.
public final class Settings {
    private static final int MINUTE_MS = 60_000;
    private static final int MIB = 1024 * 1024;

    // --- identity

    public static final Setting<Integer> NODE_ID = integer("node.id", 1, 0, "The id of this node in its cluster.");
    public static final Setting<List<String>> PROCESS_ROLES =
            list("process.roles", "broker,controller", "What this node is: a broker, a controller, or both.");
    public static final Setting<List<String>> QUORUM_VOTERS =
            list("controller.quorum.voters", "", "The controllers as id@host:port; one node votes alone.");
    public static final Setting<List<String>> QUORUM_BOOTSTRAP_SERVERS =
            list("controller.quorum.bootstrap.servers", "", "Where controllers can be found; one node needs none.");

    // --- listeners

    public static final Setting<List<String>> LISTENERS =
            list("listeners", "PLAINTEXT://:9092", "What the node binds to, as NAME://host:port; port 0 is any.");
    public static final Setting<List<String>> ADVERTISED_LISTENERS =
            list("advertised.listeners", "", "Where clients are told to connect; by default where the node is bound.");
    public static final Setting<List<String>> SECURITY_PROTOCOL_MAP = list(
            "listener.security.protocol.map",
            "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "The security protocol of each listener name.");
    public static final Setting<List<String>> CONTROLLER_LISTENER_NAMES =
            list("controller.listener.names", "", "The listeners that are meant for controllers.");
    public static final Setting<String> INTER_BROKER_LISTENER_NAME =
            text("inter.broker.listener.name", "", "The listener that brokers use among themselves.");
    public static final Setting<Integer> LISTEN_BACKLOG =
            integer("socket.listen.backlog.size", 50, 1, "Connections that may wait to be accepted.");
    public static final Setting<Integer> SEND_BUFFER_BYTES =
            integer("socket.send.buffer.bytes", -1, -1, "SO_SNDBUF; -1 leaves it to the system.");
    public static final Setting<Integer> RECEIVE_BUFFER_BYTES =
            integer("socket.receive.buffer.bytes", -1, -1, "SO_RCVBUF; -1 leaves it to the system.");

    // --- where the data lives

    public static final Setting<String> LOG_DIR = text("log.dir", "./data/broker", "The folder of the logs.");
    public static final Setting<List<String>> LOG_DIRS =
            list("log.dirs", "", "The folders of the logs; log.dir when empty.");
    public static final Setting<String> METADATA_LOG_DIR =
            text("metadata.log.dir", "", "The folder of the metadata log; the first of log.dirs when empty.");

    public static final Setting<Integer> RECOVERY_THREADS = integer(
            "num.recovery.threads.per.data.dir", 2, 1, 64, "Threads that open the logs of each folder at the start.");

    // --- topics made on demand

    public static final Setting<Integer> NUM_PARTITIONS =
            integer("num.partitions", 1, 1, "Partitions of a topic whose creator did not say.");
    public static final Setting<Integer> DEFAULT_REPLICATION_FACTOR = integer(
            "default.replication.factor", 1, 1, Short.MAX_VALUE, "Copies of a topic whose creator did not say.");
    public static final Setting<Boolean> AUTO_CREATE_TOPICS =
            bool("auto.create.topics.enable", true, "Whether asking for an unknown topic creates it.");
    public static final Setting<Boolean> DELETE_TOPICS =
            bool("delete.topic.enable", true, "Whether topics can be deleted.");

    // --- defaults of topics

    public static final Setting<Integer> LOG_SEGMENT_BYTES =
            integer("log.segment.bytes", 1024 * MIB, MIB, "Size at which a log rolls to a new segment.");
    public static final Setting<Long> LOG_ROLL_MS =
            longInteger("log.roll.ms", -1, -1, "Age at which a log rolls; log.roll.hours when not set.");
    public static final Setting<Integer> LOG_ROLL_HOURS =
            integer("log.roll.hours", 168, 1, "Age at which a log rolls to a new segment.");
    public static final Setting<Long> LOG_RETENTION_MS =
            longInteger("log.retention.ms", -2, -2, "How long records are kept; -1 forever; -2 is not set.");
    public static final Setting<Integer> LOG_RETENTION_MINUTES =
            integer("log.retention.minutes", -2, -2, "How long records are kept; -2 is not set.");
    public static final Setting<Integer> LOG_RETENTION_HOURS =
            integer("log.retention.hours", 168, -1, "How long records are kept.");
    public static final Setting<Long> LOG_RETENTION_BYTES =
            longInteger("log.retention.bytes", -1, -1, "How many bytes a partition keeps; -1 is no limit.");
    public static final Setting<Long> LOG_RETENTION_CHECK_INTERVAL_MS =
            longInteger("log.retention.check.interval.ms", 5L * MINUTE_MS, 1, "How often old segments are looked for.");
    public static final Setting<List<String>> LOG_CLEANUP_POLICY =
            list("log.cleanup.policy", "delete", "delete, compact, or both.");
    public static final Setting<Integer> LOG_INDEX_INTERVAL_BYTES =
            integer("log.index.interval.bytes", 4096, 0, "Bytes between two entries of an index.");
    public static final Setting<Integer> LOG_INDEX_SIZE_MAX_BYTES =
            integer("log.index.size.max.bytes", 10 * MIB, 4, "Largest size of an index file.");
    public static final Setting<String> LOG_TIMESTAMP_TYPE = oneOf(
            "log.message.timestamp.type",
            "CreateTime",
            List.of("CreateTime", "LogAppendTime"),
            "Whose clock stamps the records.");
    public static final Setting<Long> LOG_TIMESTAMP_BEFORE_MAX_MS = longInteger(
            "log.message.timestamp.before.max.ms", Long.MAX_VALUE, 0, "How far back a record's time may lie.");
    public static final Setting<Long> LOG_TIMESTAMP_AFTER_MAX_MS = longInteger(
            "log.message.timestamp.after.max.ms", 60L * MINUTE_MS, 0, "How far ahead a record's time may lie.");
    public static final Setting<Long> LOG_SEGMENT_DELETE_DELAY_MS =
            longInteger("log.segment.delete.delay.ms", MINUTE_MS, 0, "How long a deleted file stays on disk.");
    public static final Setting<Long> LOG_DELETE_RETENTION_MS = longInteger(
            "log.cleaner.delete.retention.ms", 86_400_000, 0, "How long compaction keeps the mark of a deletion.");
    public static final Setting<Long> LOG_MIN_COMPACTION_LAG_MS =
            longInteger("log.cleaner.min.compaction.lag.ms", 0, 0, "How long a record is safe from compaction.");
    public static final Setting<Long> LOG_MAX_COMPACTION_LAG_MS = longInteger(
            "log.cleaner.max.compaction.lag.ms", Long.MAX_VALUE, 1, "After how long a record must be compacted.");
    public static final Setting<Double> LOG_MIN_CLEANABLE_RATIO = decimal(
            "log.cleaner.min.cleanable.ratio", 0.5, 0, 1, "Share of a log that must be dirty before it is compacted.");
    public static final Setting<Integer> CLEANER_THREADS =
            integer("log.cleaner.threads", 1, 0, "Logs that are compacted at the same time; 0 turns compaction off.");
    public static final Setting<Double> CLEANER_IO_MAX_BYTES = decimal(
            "log.cleaner.io.max.bytes.per.second",
            Double.MAX_VALUE,
            1,
            Double.MAX_VALUE,
            "Bytes that compaction may read and write each second.");
    public static final Setting<Long> CLEANER_DEDUPE_BUFFER_SIZE = longInteger(
            "log.cleaner.dedupe.buffer.size",
            128L * MIB,
            MIB,
            "Most memory for the newest offset of each key, shared by all compactions.");
    public static final Setting<Integer> CLEANER_IO_BUFFER_SIZE = integer(
            "log.cleaner.io.buffer.size", MIB / 2, 4096, "Memory for reading and writing, shared by all compactions.");
    public static final Setting<Long> CLEANER_BACKOFF_MS =
            longInteger("log.cleaner.backoff.ms", 15_000, 0, "How long compaction waits when there was nothing to do.");
    public static final Setting<Boolean> LOG_PREALLOCATE =
            bool("log.preallocate", false, "Whether a segment takes its whole space at once.");
    public static final Setting<Long> LOG_FLUSH_INTERVAL_MESSAGES = longInteger(
            "log.flush.interval.messages", Long.MAX_VALUE, 1, "Records between two forced writes to the disk.");
    public static final Setting<Long> LOG_FLUSH_INTERVAL_MS =
            longInteger("log.flush.interval.ms", Long.MAX_VALUE, 0, "Time between two forced writes to the disk.");
    public static final Setting<Integer> MESSAGE_MAX_BYTES =
            integer("message.max.bytes", MIB + 12, 0, "Largest record batch that is accepted.");
    public static final Setting<String> COMPRESSION_TYPE = oneOf(
            "compression.type",
            "producer",
            List.of("producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"),
            "How batches are stored; producer keeps what was sent.");
    public static final Setting<Integer> COMPRESSION_GZIP_LEVEL =
            integer("compression.gzip.level", -1, -1, 9, "Effort of gzip when the broker compresses; -1 is its own.");
    public static final Setting<Integer> COMPRESSION_LZ4_LEVEL =
            integer("compression.lz4.level", 9, 1, 17, "Effort of lz4 when the broker compresses.");
    public static final Setting<Integer> COMPRESSION_ZSTD_LEVEL =
            integer("compression.zstd.level", 3, -131_072, 22, "Effort of zstd when the broker compresses.");
    public static final Setting<Integer> MIN_INSYNC_REPLICAS =
            integer("min.insync.replicas", 1, 1, "Replicas that must have a record before acks=all is answered.");
    public static final Setting<Boolean> UNCLEAN_LEADER_ELECTION =
            bool("unclean.leader.election.enable", false, "Whether a replica that may lack records may become leader.");

    // --- groups

    public static final Setting<Integer> OFFSETS_PARTITIONS =
            integer("offsets.topic.num.partitions", 50, 1, "Partitions of the topic that holds committed offsets.");
    public static final Setting<Integer> OFFSETS_REPLICATION_FACTOR = integer(
            "offsets.topic.replication.factor", 1, 1, Short.MAX_VALUE, "Copies of the topic of committed offsets.");
    public static final Setting<Integer> OFFSETS_SEGMENT_BYTES =
            integer("offsets.topic.segment.bytes", 100 * MIB, 1, "Segment size of the topic of committed offsets.");
    public static final Setting<Integer> OFFSETS_RETENTION_MINUTES = integer(
            "offsets.retention.minutes", 10_080, 1, "How long the offsets of a group without members are kept.");
    public static final Setting<Long> OFFSETS_RETENTION_CHECK_MS = longInteger(
            "offsets.retention.check.interval.ms", 10L * MINUTE_MS, 1, "How often expired offsets are looked for.");
    public static final Setting<Integer> OFFSET_METADATA_MAX_BYTES =
            integer("offset.metadata.max.bytes", 4096, 0, "Longest note that may come with a committed offset.");
    public static final Setting<Integer> GROUP_INITIAL_REBALANCE_DELAY_MS =
            integer("group.initial.rebalance.delay.ms", 0, 0, "How long the first member of a group waits for others.");
    public static final Setting<Integer> GROUP_MIN_SESSION_TIMEOUT_MS =
            integer("group.min.session.timeout.ms", 6_000, 1, "Shortest session timeout that members may ask for.");
    public static final Setting<Integer> GROUP_MAX_SESSION_TIMEOUT_MS = integer(
            "group.max.session.timeout.ms", 30 * MINUTE_MS, 1, "Longest session timeout that members may ask for.");
    public static final Setting<Integer> GROUP_MAX_SIZE =
            integer("group.max.size", Integer.MAX_VALUE, 1, "Members that one group may have.");

    // --- producers

    public static final Setting<Integer> PRODUCER_ID_EXPIRATION_MS = integer(
            "producer.id.expiration.ms", 86_400_000, 1, "How long the sequence of a silent producer is remembered.");

    // --- limits

    public static final Setting<Integer> REQUEST_MAX_BYTES =
            integer("socket.request.max.bytes", 100 * MIB, 1, "Largest request that is read.");
    public static final Setting<Integer> FETCH_MAX_BYTES =
            integer("fetch.max.bytes", 55 * MIB, 1024, "Most bytes that one fetch may return.");
    public static final Setting<Integer> FETCH_SESSION_SLOTS = integer(
            "max.incremental.fetch.session.cache.slots", 1000, 0, "Fetch sessions that are remembered at a time.");
    public static final Setting<Integer> MAX_REQUEST_PARTITIONS =
            integer("max.request.partition.size.limit", 2000, 1, "Most partitions in one page of described topics.");
    public static final Setting<Integer> MAX_CONNECTIONS =
            integer("max.connections", Integer.MAX_VALUE, 0, "Connections that are open at a time.");
    public static final Setting<Integer> MAX_CONNECTIONS_PER_IP =
            integer("max.connections.per.ip", Integer.MAX_VALUE, 0, "Connections of one address at a time.");
    public static final Setting<Long> CONNECTIONS_MAX_IDLE_MS =
            longInteger("connections.max.idle.ms", 10L * MINUTE_MS, -1, "Silence after which a connection is closed.");

    public static final Setting<Integer> QUOTA_WINDOWS =
            integer("quota.window.num", 11, 1, "Windows over which the rates of clients are averaged.");
    public static final Setting<Integer> QUOTA_WINDOW_SECONDS =
            integer("quota.window.size.seconds", 1, 1, "Length of a window of client quotas.");
    public static final Setting<Integer> CONTROLLER_QUOTA_WINDOWS =
            integer("controller.quota.window.num", 11, 1, "Windows whose worth of partitions may be created at once.");
    public static final Setting<Integer> CONTROLLER_QUOTA_WINDOW_SECONDS =
            integer("controller.quota.window.size.seconds", 1, 1, "Length of a window of controller_mutation_rate.");

    // --- our own keys

    public static final Setting<String> FLUSH_MODE = oneOf(
            "flush.mode",
            "group-commit",
            List.of("group-commit", "page-cache"),
            "When a record counts as written: after a shared fsync, or once the system has it.");
    public static final Setting<String> CLUSTER_ID =
            text("highwater.cluster.id", "", "The cluster id given to empty folders; a random one when empty.");
    public static final Setting<Integer> SHARDS =
            integer("highwater.shards", 0, 0, 1024, "Threads that serve requests; 0 is one for each core.");
    public static final Setting<Integer> BACKGROUND_THREADS =
            integer("highwater.background.threads", 2, 1, 64, "Threads that recover, open and delete.");
    public static final Setting<Long> SCRUB_BYTES_PER_SECOND = longInteger(
            "highwater.scrub.bytes.per.second",
            2L * MIB,
            0,
            "How fast closed segments are read again to find damage; 0 is never.");
    public static final Setting<Long> SCRUB_INTERVAL_MS = longInteger(
            "highwater.scrub.interval.ms", 604_800_000, 1, "Time between two such rounds over all segments.");
    public static final Setting<Integer> MAX_REQUESTS_IN_FLIGHT = integer(
            "highwater.max.in.flight.requests.per.connection",
            64,
            1,
            "Requests of one connection that are worked on at a time; then reading stops.");
    public static final Setting<String> HTTP_HOST =
            text("highwater.http.host", "127.0.0.1", "Address of the page with metrics and health.");
    public static final Setting<Integer> HTTP_PORT = integer(
            "highwater.http.port", 9404, -1, 65_535, "Port of the page with metrics and health; 0 any, -1 none.");

    private static final Map<String, Setting<?>> BY_NAME = byName();

    private Settings() {}

    /// All settings by name, in the order of this file.
    public static Map<String, Setting<?>> all() {
        return BY_NAME;
    }

    private static Map<String, Setting<?>> byName() {
        var settings = new LinkedHashMap<String, Setting<?>>();
        for (Setting<?> setting : List.of(
                NODE_ID,
                PROCESS_ROLES,
                QUORUM_VOTERS,
                QUORUM_BOOTSTRAP_SERVERS,
                LISTENERS,
                ADVERTISED_LISTENERS,
                SECURITY_PROTOCOL_MAP,
                CONTROLLER_LISTENER_NAMES,
                INTER_BROKER_LISTENER_NAME,
                LISTEN_BACKLOG,
                SEND_BUFFER_BYTES,
                RECEIVE_BUFFER_BYTES,
                LOG_DIR,
                LOG_DIRS,
                METADATA_LOG_DIR,
                RECOVERY_THREADS,
                NUM_PARTITIONS,
                DEFAULT_REPLICATION_FACTOR,
                AUTO_CREATE_TOPICS,
                DELETE_TOPICS,
                LOG_SEGMENT_BYTES,
                LOG_ROLL_MS,
                LOG_ROLL_HOURS,
                LOG_RETENTION_MS,
                LOG_RETENTION_MINUTES,
                LOG_RETENTION_HOURS,
                LOG_RETENTION_BYTES,
                LOG_RETENTION_CHECK_INTERVAL_MS,
                LOG_CLEANUP_POLICY,
                LOG_INDEX_INTERVAL_BYTES,
                LOG_INDEX_SIZE_MAX_BYTES,
                LOG_TIMESTAMP_TYPE,
                LOG_TIMESTAMP_BEFORE_MAX_MS,
                LOG_TIMESTAMP_AFTER_MAX_MS,
                LOG_SEGMENT_DELETE_DELAY_MS,
                LOG_DELETE_RETENTION_MS,
                LOG_MIN_COMPACTION_LAG_MS,
                LOG_MAX_COMPACTION_LAG_MS,
                LOG_MIN_CLEANABLE_RATIO,
                CLEANER_THREADS,
                CLEANER_IO_MAX_BYTES,
                CLEANER_DEDUPE_BUFFER_SIZE,
                CLEANER_IO_BUFFER_SIZE,
                CLEANER_BACKOFF_MS,
                LOG_PREALLOCATE,
                LOG_FLUSH_INTERVAL_MESSAGES,
                LOG_FLUSH_INTERVAL_MS,
                MESSAGE_MAX_BYTES,
                COMPRESSION_TYPE,
                COMPRESSION_GZIP_LEVEL,
                COMPRESSION_LZ4_LEVEL,
                COMPRESSION_ZSTD_LEVEL,
                MIN_INSYNC_REPLICAS,
                UNCLEAN_LEADER_ELECTION,
                OFFSETS_PARTITIONS,
                OFFSETS_REPLICATION_FACTOR,
                OFFSETS_SEGMENT_BYTES,
                OFFSETS_RETENTION_MINUTES,
                OFFSETS_RETENTION_CHECK_MS,
                OFFSET_METADATA_MAX_BYTES,
                GROUP_INITIAL_REBALANCE_DELAY_MS,
                GROUP_MIN_SESSION_TIMEOUT_MS,
                GROUP_MAX_SESSION_TIMEOUT_MS,
                GROUP_MAX_SIZE,
                PRODUCER_ID_EXPIRATION_MS,
                REQUEST_MAX_BYTES,
                FETCH_MAX_BYTES,
                FETCH_SESSION_SLOTS,
                MAX_REQUEST_PARTITIONS,
                MAX_CONNECTIONS,
                MAX_CONNECTIONS_PER_IP,
                CONNECTIONS_MAX_IDLE_MS,
                QUOTA_WINDOWS,
                QUOTA_WINDOW_SECONDS,
                CONTROLLER_QUOTA_WINDOWS,
                CONTROLLER_QUOTA_WINDOW_SECONDS,
                FLUSH_MODE,
                CLUSTER_ID,
                SHARDS,
                BACKGROUND_THREADS,
                SCRUB_BYTES_PER_SECOND,
                SCRUB_INTERVAL_MS,
                MAX_REQUESTS_IN_FLIGHT,
                HTTP_HOST,
                HTTP_PORT)) {
            settings.put(setting.name(), setting);
        }
        return Collections.unmodifiableMap(settings);
    }
}

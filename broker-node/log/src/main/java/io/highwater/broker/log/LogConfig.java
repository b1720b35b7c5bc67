package io.highwater.broker.log;

import io.highwater.broker.log.cleanup.CompactionConfig;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.TargetCompression;
import io.highwater.broker.protocol.record.TimestampType;
import java.util.Locale;
import java.util.Map;

/// Settings of one log. Names and defaults are Kafka's topic settings; `-1` means "no limit" where Kafka says so.
///
/// @param segmentBytes       size at which the active segment rolls; `segment.bytes`, 1 GiB
/// @param segmentMs          age at which it rolls with the next append; `segment.ms`, 7 days
/// @param segmentIndexBytes  size at which an index is full; `segment.index.bytes`, 10 MiB
/// @param indexIntervalBytes bytes of records between two index entries; `index.interval.bytes`, 4096
/// @param maxMessageBytes    largest batch a client may send; `max.message.bytes`, 1 MiB + 12
/// @param retentionMs        how long records are kept; `retention.ms`, 7 days
/// @param retentionBytes     how many bytes are kept; `retention.bytes`, no limit
/// @param fileDeleteDelayMs  how long a deleted segment stays on disk; `file.delete.delay.ms`, 1 minute
/// @param deletes            whether `cleanup.policy` contains `delete`, the default
/// @param compacts           whether `cleanup.policy` contains `compact`
/// @param timestampType      whose clock counts; `message.timestamp.type`, the producer's
/// @param timestampBeforeMaxMs how old a record may be on arrival; `message.timestamp.before.max.ms`, no limit
/// @param timestampAfterMaxMs  how far in the future; `message.timestamp.after.max.ms`, 1 hour
/// @param compression        what batches are stored with; `compression.type` and its level, the producer's
/// choice
/// @param flushMode          what durable means; `flush.mode` (ours)
/// @param compaction         when and how it is compacted
public record LogConfig(
        int segmentBytes,
        long segmentMs,
        int segmentIndexBytes,
        int indexIntervalBytes,
        int maxMessageBytes,
        long retentionMs,
        long retentionBytes,
        long fileDeleteDelayMs,
        boolean deletes,
        boolean compacts,
        TimestampType timestampType,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs,
        TargetCompression compression,
        FlushMode flushMode,
        CompactionConfig compaction) {
    /// No limit.
    public static final long UNLIMITED = -1;

    private static final int MIN_INDEX_BYTES = 24;

    public LogConfig {
        require("segment.bytes", segmentBytes, 14);
        require("segment.ms", segmentMs, 1);
        require("segment.index.bytes", segmentIndexBytes, MIN_INDEX_BYTES);
        require("index.interval.bytes", indexIntervalBytes, 0);
        require("max.message.bytes", maxMessageBytes, 0);
        require("retention.ms", retentionMs, UNLIMITED);
        require("retention.bytes", retentionBytes, UNLIMITED);
        require("file.delete.delay.ms", fileDeleteDelayMs, 0);
        require("message.timestamp.before.max.ms", timestampBeforeMaxMs, 0);
        require("message.timestamp.after.max.ms", timestampAfterMaxMs, 0);
    }

    /// What counts as durable, and so when an append may be acknowledged.
    public enum FlushMode {
        /// What was forced to the disk.
        GROUP_COMMIT,
        /// What was handed to the operating system; replicas make up for a lost machine.
        PAGE_CACHE
    }

    private static void require(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException("%s must be at least %d but is %d".formatted(key, least, value));
        }
    }

    /// All defaults.
    public static LogConfig defaults() {
        return of(Map.of());
    }

    /// The settings of a topic by Kafka's names; defaults for what is missing, other names are ignored. Takes
    /// every value that Kafka takes: any negative size is no limit, and an index has room for its fewest entries.
    ///
    /// @throws IllegalArgumentException when a value is not what its name asks for
    public static LogConfig of(Map<String, String> settings) {
        var reader = new Reader(settings);
        return new LogConfig(
                (int) reader.number("segment.bytes", 1 << 30),
                reader.number("segment.ms", 604_800_000L),
                (int) Math.max(MIN_INDEX_BYTES, reader.number("segment.index.bytes", 10 << 20)),
                (int) reader.number("index.interval.bytes", 4096),
                (int) reader.number("max.message.bytes", (1 << 20) + 12),
                reader.number("retention.ms", 604_800_000L),
                Math.max(UNLIMITED, reader.number("retention.bytes", UNLIMITED)),
                reader.number("file.delete.delay.ms", 60_000),
                reader.text("cleanup.policy", "delete").contains("delete"),
                reader.text("cleanup.policy", "delete").contains("compact"),
                reader.text("message.timestamp.type", "CreateTime").equals("LogAppendTime")
                        ? TimestampType.LOG_APPEND_TIME
                        : TimestampType.CREATE_TIME,
                reader.number("message.timestamp.before.max.ms", Long.MAX_VALUE),
                reader.number("message.timestamp.after.max.ms", 3_600_000),
                compression(reader),
                flushMode(reader.text("flush.mode", "group-commit")),
                new CompactionConfig(
                        reader.number("delete.retention.ms", 86_400_000),
                        reader.fraction("min.cleanable.dirty.ratio", 0.5),
                        reader.number("min.compaction.lag.ms", 0),
                        reader.number("max.compaction.lag.ms", CompactionConfig.NO_LIMIT)));
    }

    /// Age at which the active segment rolls with the next append: compaction leaves it alone, so it must not get so
    /// old that a record in it waits longer than it may.
    public long rollMs() {
        return compacts ? Math.min(segmentMs, compaction.maxLagMs()) : segmentMs;
    }

    private static TargetCompression compression(Reader reader) {
        var type = reader.text("compression.type", "producer");
        var level = switch (type) {
            case "gzip" -> reader.number("compression.gzip.level", Compression.GZIP.defaultLevel());
            case "lz4" -> reader.number("compression.lz4.level", Compression.LZ4.defaultLevel());
            case "zstd" -> reader.number("compression.zstd.level", Compression.ZSTD.defaultLevel());
            default -> 0L;
        };
        return TargetCompression.of(type, (int) level)
                .orElseThrow(() -> new IllegalArgumentException(
                        "compression.type must be producer, uncompressed or a codec but is '%s'".formatted(type)));
    }

    private static FlushMode flushMode(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "group-commit" -> FlushMode.GROUP_COMMIT;
            case "page-cache" -> FlushMode.PAGE_CACHE;
            default ->
                throw new IllegalArgumentException(
                        "flush.mode must be group-commit or page-cache but is '%s'".formatted(value));
        };
    }

    /// Reads typed values out of a map of text.
    private record Reader(Map<String, String> settings) {
        long number(String key, long fallback) {
            var value = settings.get(key);
            if (value == null) {
                return fallback;
            }
            try {
                return Long.parseLong(value.trim());
            } catch (NumberFormatException _) {
                throw new IllegalArgumentException("%s must be a whole number but is '%s'".formatted(key, value));
            }
        }

        double fraction(String key, double fallback) {
            var value = settings.get(key);
            if (value == null) {
                return fallback;
            }
            try {
                return Double.parseDouble(value.trim());
            } catch (NumberFormatException _) {
                throw new IllegalArgumentException("%s must be a number but is '%s'".formatted(key, value));
            }
        }

        String text(String key, String fallback) {
            return settings.getOrDefault(key, fallback);
        }
    }
}

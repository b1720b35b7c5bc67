package io.highwater.broker.log;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.record.BatchConverter;
import io.highwater.broker.protocol.record.BatchRules;
import io.highwater.broker.protocol.record.BatchValidation;
import io.highwater.broker.protocol.record.BatchValidation.Invalid;
import io.highwater.broker.protocol.record.BatchValidator;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.RecordBatch;
import io.highwater.broker.protocol.record.TimestampType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/// The gate between a producer and a log: measures, checks, and gives a batch the topic's codec. Knows nothing
/// of the log but its settings, so it may run on any thread.
///
/// ```
/// size → frame and checksum → header → every record → codec of the topic → size again
/// ```
public final class Intake {
    /// Compressed records that grow beyond this are looked at where nobody waits.
    private static final int CHEAP_DECOMPRESSED = 1024 * 1024;
    /// How many times `max.message.bytes` the records of one batch may become, if that is more than the default
    /// bound.
    private static final int GROWTH = 8;

    private Intake() {}

    /// What came of a quick look.
    public sealed interface Glance {
        /// As it would be after a thorough look.
        record Known(BatchValidation validation) implements Glance {}

        /// The batch has to be converted, or decompressing it takes long: to be left to [#admit] on another
        /// thread.
        record Costly() implements Glance {}
    }

    /// Judges a batch if that takes no more than a few milliseconds, even for a hostile one.
    public static Glance glance(ByteBuf produced, LogConfig config, long nowMs) {
        if (needsConversion(produced, config)) {
            return new Glance.Costly();
        }
        var validation = check(produced, config, rules(config, nowMs).withMaxDecompressed(CHEAP_DECOMPRESSED));
        return validation instanceof BatchValidation.TooLarge ? new Glance.Costly() : new Glance.Known(validation);
    }

    /// Judges a batch, however long it takes. What is valid may be a batch in a new buffer: see
    /// [#release].
    public static BatchValidation admit(ByteBuf produced, LogConfig config, long nowMs) {
        var rules = rules(config, nowMs);
        var validation = needsConversion(produced, config) && fits(produced, config)
                ? BatchConverter.convert(
                        produced, rules, config.compression(), config.maxMessageBytes(), ByteBufAllocator.DEFAULT)
                : check(produced, config, rules);
        return validation instanceof BatchValidation.TooLarge(var limit)
                ? refused(
                        ErrorCode.MESSAGE_TOO_LARGE,
                        "The record batch becomes larger than %d bytes when it is decompressed".formatted(limit))
                : validation;
    }

    /// To be called when the batch in the verdict is not needed any more: lets go of it if it is not the one
    /// that was produced.
    @SuppressWarnings("ReferenceEquality") // equal bytes in another buffer are another buffer
    public static void release(BatchValidation verdict, ByteBuf produced) {
        if (verdict instanceof BatchValidation.Valid(var batch) && batch.buffer() != produced) {
            batch.buffer().release();
        }
    }

    private static BatchValidation check(ByteBuf produced, LogConfig config, BatchRules rules) {
        return fits(produced, config)
                ? BatchValidator.validate(produced, rules)
                : refused(
                        ErrorCode.MESSAGE_TOO_LARGE,
                        "The record batch has %d bytes, but max.message.bytes of the topic is %d"
                                .formatted(produced.readableBytes(), config.maxMessageBytes()));
    }

    private static boolean fits(ByteBuf produced, LogConfig config) {
        return produced.readableBytes() <= config.maxMessageBytes();
    }

    /// Bytes that are no batch are the validator's to judge.
    private static boolean needsConversion(ByteBuf produced, LogConfig config) {
        return produced.readableBytes() >= RecordBatch.HEADER_SIZE
                && config.compression().changes(new RecordBatch(produced, produced.readerIndex()).codecId());
    }

    private static BatchRules rules(LogConfig config, long nowMs) {
        var maxDecompressed = Math.max(Compression.DEFAULT_MAX_DECOMPRESSED, (long) GROWTH * config.maxMessageBytes());
        if (config.timestampType() == TimestampType.LOG_APPEND_TIME) {
            return new BatchRules(config.compacts(), Long.MIN_VALUE, Long.MAX_VALUE, maxDecompressed);
        }
        var earliest = config.timestampBeforeMaxMs() > nowMs ? 0 : nowMs - config.timestampBeforeMaxMs();
        var latest = nowMs + Math.min(config.timestampAfterMaxMs(), Long.MAX_VALUE - nowMs);
        return new BatchRules(config.compacts(), earliest, latest, maxDecompressed);
    }

    private static Invalid refused(ErrorCode error, String message) {
        return new Invalid(error, message, List.of());
    }
}

package io.highwater.broker.log;

import static io.highwater.broker.log.Batches.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.broker.log.Batches.Seen;
import io.highwater.broker.log.FetchResult.FetchData;
import io.highwater.broker.log.FetchResult.OffsetOutOfRange;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.RecordBatchBuilder;
import io.highwater.broker.protocol.record.TimestampType;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class PartitionLogTest {
    private final LogFixture fixture = new LogFixture();

    @Test
    void anAppendAssignsOffsetsAndStampsTheEpoch() {
        var log = fixture.open();
        log.append(Batches.of(1_000, "a", "b"), 3, AppendOrigin.CLIENT, 1_000);

        var result = log.append(Batches.of(1_000, "c"), 4, AppendOrigin.CLIENT, 1_000);

        assertThat(result.baseOffset()).isEqualTo(2);
        assertThat(log.nextOffset()).isEqualTo(3);
        assertThat(log.epochs().epochOf(1)).isEqualTo(3);
        assertThat(log.epochs().epochOf(2)).isEqualTo(4);
        assertThat(readAll(log))
                .containsExactly(new Seen(0, 1_000, "a"), new Seen(1, 1_000, "b"), new Seen(2, 1_000, "c"));
    }

    @Test
    void aReadReturnsTheWholeBatchThatHoldsTheOffset() {
        var log = fixture.open();
        fixture.append(log, "a", "b", "c");

        var data = (FetchData) log.read(2, 1, true, Long.MAX_VALUE);

        assertThat(Batches.records(Batches.bytes(data.records())))
                .extracting(Seen::value)
                .containsExactly("a", "b", "c");
    }

    @Test
    void aReadWithoutRoomForTheFirstBatchReturnsNothingUnlessItMust() {
        var log = fixture.open();
        fixture.append(log, "a");

        var data = (FetchData) log.read(0, 1, false, Long.MAX_VALUE);

        assertThat(data.records().sizeInBytes()).isZero();
    }

    @Test
    void nothingFromTheUpperBoundOnIsShown() {
        var log = fixture.open();
        fixture.append(log, "a", "b");
        fixture.append(log, "c");

        assertThat(readAll(log, 0, 1 << 20, 2)).extracting(Seen::value).containsExactly("a", "b");
        assertThat(readAll(log, 0, 1 << 20, 1)).isEmpty();
        assertThat(readAll(log, 2, 1 << 20, 2)).isEmpty();
    }

    @Test
    void offsetsOutsideOfTheLogAreOutOfRange() {
        var log = fixture.open();
        fixture.append(log, "a", "b");
        log.deleteRecords(1);

        assertThat(log.read(0, 100, true, 2)).isEqualTo(new OffsetOutOfRange(1, 2));
        assertThat(log.read(3, 100, true, 2)).isEqualTo(new OffsetOutOfRange(1, 2));
        assertThat(log.read(2, 100, true, 2)).isInstanceOf(FetchData.class);
    }

    @Test
    void aFullSegmentRolls() {
        var log = fixture.with("segment.bytes", 200).open();

        fixture.append(log, "a");
        var second = fixture.append(log, "b");
        var third = fixture.append(log, "c");

        assertThat(second.rolled()).isFalse();
        assertThat(third.rolled()).isTrue();
        assertThat(log.segmentCount()).isEqualTo(2);
        assertThat(readAll(log)).extracting(Seen::offset).containsExactly(0L, 1L, 2L);
    }

    @Test
    void anOldSegmentRollsWithTheNextAppend() {
        var log = fixture.with("segment.ms", 100).open();
        fixture.append(log, "a");
        fixture.nowMs += 101;

        var result = fixture.append(log, "b");

        assertThat(result.rolled()).isTrue();
    }

    @Test
    void aBatchLargerThanTheTopicAllowsIsRefused() {
        var log = fixture.with("max.message.bytes", 80).open();

        var result = fixture.append(log, "a value that is too long for eighty bytes");

        assertThat(result.error()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(log.nextOffset()).isZero();
    }

    @Test
    void aBatchLargerThanASegmentIsRefused() {
        var log = fixture.with("segment.bytes", 80).open();

        var result = fixture.append(log, "a value that is too long for eighty bytes");

        assertThat(result.error()).isEqualTo(ErrorCode.RECORD_LIST_TOO_LARGE);
    }

    @Test
    void aDamagedBatchIsRefused() {
        var log = fixture.open();
        var batch = Batches.of(1_000, "a");
        batch.setByte(batch.writerIndex() - 1, 99);

        assertThat(fixture.append(log, batch).error()).isEqualTo(ErrorCode.CORRUPT_MESSAGE);
    }

    @Test
    void timestampsTooFarFromNowAreRefused() {
        var log = fixture.with("message.timestamp.before.max.ms", 500)
                .with("message.timestamp.after.max.ms", 300)
                .open();

        assertThat(fixture.append(log, Batches.of(499, "old")).error()).isEqualTo(ErrorCode.INVALID_TIMESTAMP);
        assertThat(fixture.append(log, Batches.of(1_301, "early")).error()).isEqualTo(ErrorCode.INVALID_TIMESTAMP);
        assertThat(fixture.append(log, Batches.of(500, "fine")).error()).isEqualTo(ErrorCode.NONE);
        assertThat(fixture.append(log, Batches.of(1_300, "fine")).error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void aCompactedTopicNeedsKeys() {
        var log = fixture.with("cleanup.policy", "compact").open();
        var keyless = new RecordBatchBuilder(Compression.NONE)
                .append(1_000, null, new byte[1])
                .build(Batches.ALLOCATOR);

        assertThat(fixture.append(log, keyless).error()).isEqualTo(ErrorCode.INVALID_RECORD);
    }

    @Test
    void logAppendTimeReplacesTheProducersTimestamps() {
        var log = fixture.with("message.timestamp.type", "LogAppendTime").open();

        var result = fixture.append(log, Batches.of(7, "a"));

        assertThat(result.logAppendTimeMs()).isEqualTo(1_000);
        var bytes = Batches.bytes(((FetchData) log.read(0, 100, true, 1)).records());
        assertThat(Batches.first(bytes).timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(readAll(log)).containsExactly(new Seen(0, 1_000, "a"));
    }

    @Test
    void aRetriedBatchIsAnsweredWithItsOriginalOffset() {
        var log = fixture.open();
        fixture.append(log, "x");
        fixture.append(log, Batches.idempotent(7, 0, 0, "a", "b"));
        fixture.append(log, Batches.idempotent(7, 0, 2, "c"));

        var retry = fixture.append(log, Batches.idempotent(7, 0, 0, "a", "b"));

        assertThat(retry.duplicate()).isTrue();
        assertThat(retry.baseOffset()).isEqualTo(1);
        assertThat(retry.lastOffset()).isEqualTo(2);
        assertThat(log.nextOffset()).isEqualTo(4);
    }

    @Test
    void aGapInTheSequenceAndAnOldEpochAreRefused() {
        var log = fixture.open();
        fixture.append(log, Batches.idempotent(7, 1, 0, "a"));

        assertThat(fixture.append(log, Batches.idempotent(7, 1, 2, "c")).error())
                .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        assertThat(fixture.append(log, Batches.idempotent(7, 0, 1, "b")).error())
                .isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
    }

    @Test
    void aFollowerKeepsTheLeadersOffsetsAndEpochs() {
        var log = fixture.open();
        var batch = Batches.of(1_000, "a");
        Batches.first(batch).setBaseOffset(5);
        Batches.first(batch).setLeaderEpoch(9);

        log.append(batch, -1, AppendOrigin.REPLICATION, 1_000);

        assertThat(log.nextOffset()).isEqualTo(6);
        assertThat(log.epochs().latestEpoch()).isEqualTo(9);
        assertThat(log.append(batch, -1, AppendOrigin.REPLICATION, 1_000).error())
                .isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
    }

    @Test
    void aFollowerCanBeFurtherAheadThanASegmentCanCount() {
        var log = fixture.open();
        var batch = Batches.of(1_000, "a");
        Batches.first(batch).setBaseOffset(1L << 40);

        log.append(batch, -1, AppendOrigin.REPLICATION, 1_000);

        assertThat(log.nextOffset()).isEqualTo((1L << 40) + 1);
        assertThat(readAll(log)).extracting(Seen::offset).containsExactly(1L << 40);
    }

    @Test
    void recordsAreFoundByTimestamp() {
        var log = fixture.with("segment.bytes", 300)
                .with("index.interval.bytes", 1)
                .open();
        for (var i = 0; i < 20; i++) {
            fixture.append(log, Batches.of(1_000 + 10 * (i / 2), "v" + i));
        }

        assertThat(log.offsetForTimestamp(0)).contains(new OffsetAndTimestamp(0, 1_000, 0));
        assertThat(log.offsetForTimestamp(1_011)).contains(new OffsetAndTimestamp(4, 1_020, 0));
        assertThat(log.offsetForTimestamp(1_090)).contains(new OffsetAndTimestamp(18, 1_090, 0));
        assertThat(log.offsetForTimestamp(1_091)).isEmpty();
        assertThat(log.offsetOfMaxTimestamp()).contains(new OffsetAndTimestamp(18, 1_090, 0));
    }

    @Test
    void aTimestampLookupPassesOverRecordsThatNobodyCanRead() {
        var log = fixture.open();
        fixture.append(log, "before");
        fixture.nowMs = 1_010;
        log.append(Batches.unreadable(1_010, "a", "b"), 0, AppendOrigin.INTERNAL, 1_010);
        fixture.nowMs = 1_020;
        fixture.append(log, "behind");

        assertThat(log.offsetForTimestamp(1_001)).contains(new OffsetAndTimestamp(3, 1_020, 0));
        assertThat(log.offsetOfMaxTimestamp()).contains(new OffsetAndTimestamp(3, 1_020, 0));
    }

    @Test
    void aTimestampLookupDoesNotFindWhatWasDeleted() {
        var log = fixture.open();
        fixture.append(log, Batches.of(1_000, "a", "b", "c"));
        log.deleteRecords(2);

        assertThat(log.offsetForTimestamp(0)).contains(new OffsetAndTimestamp(2, 1_000, 0));
    }

    @Test
    void durableIsWhatWasFlushed() {
        var log = fixture.open();
        fixture.append(log, "a");
        var task = log.prepareFlush().orElseThrow();
        fixture.append(log, "b");

        task.run();
        log.flushed(task);

        assertThat(log.durableOffset()).isEqualTo(1);
        LogFixture.flush(log);
        assertThat(log.durableOffset()).isEqualTo(2);
        assertThat(log.recoveryPoint()).isEqualTo(2);
    }

    @Test
    void inThePageCacheEverythingCountsAsDurable() {
        var log = fixture.with("flush.mode", "page-cache").open();

        fixture.append(log, "a");

        assertThat(log.durableOffset()).isEqualTo(1);
        assertThat(log.recoveryPoint()).isZero();
    }

    @Test
    void aFlushThatATruncationOvertookDoesNotCount() {
        var log = fixture.open();
        fixture.append(log, "a");
        fixture.append(log, "b");
        var task = log.prepareFlush().orElseThrow();
        log.truncateTo(1, 1_000);
        fixture.append(log, "c");

        task.run();
        log.flushed(task);

        assertThat(log.recoveryPoint()).isZero();
    }

    @Test
    void afterTheFirstFaultNothingIsAppended() {
        var log = fixture.open();
        fixture.append(log, "a");
        fixture.disk.failAfter(1);

        assertThatThrownBy(() -> fixture.append(log, "b")).isInstanceOf(DirectoryFaultException.class);
        fixture.disk.failAfter(Integer.MAX_VALUE);

        assertThatThrownBy(() -> fixture.append(log, "c")).isInstanceOf(DirectoryFaultException.class);
        assertThat(log.hasFailed()).isTrue();
        assertThat(log.nextOffset()).isEqualTo(1);
    }

    @Test
    void aFullDiskRefusesAppendsUntilThereIsRoom() {
        var log = fixture.open();
        fixture.append(log, "a");
        fixture.disk.setFreeBytes(10);

        var refused = fixture.append(log, "b");

        assertThat(refused.error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(readAll(log)).extracting(Seen::value).containsExactly("a");
        fixture.disk.setFreeBytes(Long.MAX_VALUE);
        assertThat(fixture.append(log, "b").baseOffset()).isEqualTo(1);
        assertThat(readAll(log)).extracting(Seen::value).containsExactly("a", "b");
    }

    @Test
    void aFullDiskWhileRollingChangesNothing() {
        var log = fixture.with("segment.bytes", 150)
                .with("index.interval.bytes", 1)
                .open();
        fixture.append(log, "a");
        fixture.disk.setFreeBytes(0);
        assertThat(fixture.append(log, "b").error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);

        fixture.disk.setFreeBytes(Long.MAX_VALUE);
        fixture.append(log, "b");

        assertThat(readAll(log)).extracting(Seen::value).containsExactly("a", "b");
    }

    @Test
    void retentionByTimeDropsWhatIsOldAndKeepsTheRest() {
        var log = fixture.with("segment.bytes", 100).with("retention.ms", 1_000).open();
        fixture.append(log, "old");
        fixture.nowMs = 2_500;
        fixture.append(log, "new");

        var deletion = log.deleteOldSegments(2_500, log.nextOffset());

        assertThat(log.logStartOffset()).isEqualTo(1);
        assertThat(deletion.files()).isNotEmpty();
        assertThat(deletion.delayMs()).isEqualTo(60_000);
        assertThat(readAll(log)).extracting(Seen::value).containsExactly("new");
        deletion.run();
        assertThat(fixture.disk.exists(fixture.file(0, ".log.deleted"))).isFalse();
    }

    @Test
    void retentionByTimeEmptiesALogThatNobodyWritesAnyMore() {
        var log = fixture.with("retention.ms", 1_000).open();
        fixture.append(log, "old");

        log.deleteOldSegments(5_000, log.nextOffset());

        assertThat(log.logStartOffset()).isEqualTo(1);
        assertThat(log.nextOffset()).isEqualTo(1);
        assertThat(readAll(log)).isEmpty();
        assertThat(log.deleteOldSegments(9_000, 1).isEmpty()).isTrue();
    }

    @Test
    void aTimestampFromTheFutureDoesNotPinASegment() {
        var log = fixture.with("segment.bytes", 150).with("retention.ms", 1_000).open();
        fixture.append(log, Batches.of(2_000_000, "future"));
        fixture.nowMs = 3_000;
        fixture.append(log, "new");

        log.deleteOldSegments(3_000, log.nextOffset());

        assertThat(readAll(log)).extracting(Seen::value).containsExactly("new");
    }

    @Test
    void retentionBySizeKeepsAtLeastThatMuch() {
        var log =
                fixture.with("segment.bytes", 150).with("retention.bytes", 200).open();
        for (var value : new String[] {"a", "b", "c", "d", "e"}) {
            fixture.append(log, value);
        }

        log.deleteOldSegments(fixture.nowMs, log.nextOffset());

        assertThat(log.size()).isGreaterThanOrEqualTo(200);
        assertThat(readAll(log)).extracting(Seen::value).containsExactly("c", "d", "e");
    }

    @Test
    void nothingAboveTheHighWatermarkIsDropped() {
        var log = fixture.with("segment.bytes", 150).with("retention.ms", 0).open();
        for (var value : new String[] {"a", "b", "c"}) {
            fixture.append(log, value);
        }

        log.deleteOldSegments(1_000_000, 2);

        assertThat(log.logStartOffset()).isEqualTo(2);
    }

    @Test
    void segmentsBeforeTheLogStartOffsetGo() {
        var log = fixture.with("segment.bytes", 150).with("retention.ms", -1).open();
        for (var value : new String[] {"a", "b", "c"}) {
            fixture.append(log, value);
        }
        assertThat(log.deleteRecords(4)).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
        assertThat(log.deleteRecords(2)).isEqualTo(ErrorCode.NONE);

        log.deleteOldSegments(fixture.nowMs, log.nextOffset());

        assertThat(log.segmentCount()).isEqualTo(1);
        assertThat(readAll(log)).extracting(Seen::value).containsExactly("c");
    }

    @Test
    void aReaderKeepsADeletedSegmentAlive() {
        var log = fixture.with("segment.bytes", 100).with("retention.ms", 0).open();
        fixture.append(log, "a");
        fixture.append(log, "b");
        var records = ((FetchData) log.read(0, 1_000, true, 2)).records();

        fixture.nowMs = 10_000;
        log.deleteOldSegments(10_000, 2).run();

        assertThat(Batches.records(Batches.bytes(records)))
                .extracting(Seen::value)
                .containsExactly("a");
    }

    @Test
    void everyFileIsClosedInTheEnd() {
        var log = fixture.with("segment.bytes", 150).open();
        for (var value : new String[] {"a", "b", "c"}) {
            fixture.append(log, value);
        }
        readAll(log);
        LogFixture.flush(log);

        log.close();

        assertThat(fixture.disk.openFiles()).isZero();
    }

    @Test
    void truncationDropsTheBatchThatHoldsTheOffset() {
        var log = fixture.open();
        fixture.append(log, "a");
        fixture.append(log, "b", "c");

        log.truncateTo(2, 1_000);

        assertThat(log.nextOffset()).isEqualTo(1);
        assertThat(readAll(log)).extracting(Seen::value).containsExactly("a");
    }

    @Test
    void truncationForgetsProducersAndEpochsOfWhatIsGone() {
        var log = fixture.with("segment.bytes", 300).open();
        fixture.append(log, Batches.idempotent(7, 0, 0, "a"));
        fixture.append(log, Batches.idempotent(7, 0, 1, "b"));
        log.append(Batches.idempotent(7, 0, 2, "c"), 1, AppendOrigin.CLIENT, 1_000);
        fixture.append(log, Batches.idempotent(7, 0, 3, "d"));

        log.truncateTo(2, 1_000);

        assertThat(log.epochs().latestEpoch()).isZero();
        assertThat(fixture.append(log, Batches.idempotent(7, 0, 2, "c")).baseOffset())
                .isEqualTo(2);
    }

    @Test
    void truncatingFullyStartsAnewSomewhereElse() {
        var log = fixture.open();
        fixture.append(log, Batches.idempotent(7, 0, 0, "a"));

        log.truncateFully(100, 1_000).run();

        assertThat(log.logStartOffset()).isEqualTo(100);
        assertThat(log.nextOffset()).isEqualTo(100);
        assertThat(log.producers().count()).isZero();
        assertThat(fixture.append(log, "b").baseOffset()).isEqualTo(100);
    }

    @Test
    void anInternalAppendMayHoldSeveralBatches() {
        var log = fixture.open();
        var batches = Unpooled.wrappedBuffer(Batches.of(1_000, "a", "b"), Batches.of(1_000, "c"));

        var result = log.append(Unpooled.copiedBuffer(batches), 0, AppendOrigin.INTERNAL, 1_000);

        assertThat(result.baseOffset()).isZero();
        assertThat(result.lastOffset()).isEqualTo(2);
        assertThat(readAll(log)).extracting(Seen::offset).containsExactly(0L, 1L, 2L);
    }

    @Test
    void producersExpireUnlessTheyWereHeardOf() {
        var log = fixture.open();
        fixture.append(log, Batches.idempotent(7, 0, 0, "a"));
        fixture.nowMs = 5_000;
        fixture.append(log, Batches.idempotent(8, 0, 0, "a"));

        assertThat(log.expireProducers(6_000, 2_000)).isEqualTo(1);
        assertThat(fixture.append(log, Batches.idempotent(8, 0, 0, "a")).duplicate())
                .isTrue();
    }
}

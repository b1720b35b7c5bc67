package io.highwater.broker.log.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.broker.log.store.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class IndexesTest {
    private static final Path FILE = Path.of("/data/orders-0/00000000000000000100.index");

    private static final Path TIME_FILE = Path.of("/data/orders-0/00000000000000000100.timeindex");

    private final SimulatedDisk disk = new SimulatedDisk();
    private final OffsetIndex offsets = OffsetIndex.empty(disk, FILE, 100, 10_000);
    private final TimeIndex times = TimeIndex.empty(disk, TIME_FILE, 100, 10_000);

    @Test
    void anOffsetLeadsToTheLastEntryAtOrBeforeIt() {
        offsets.append(110, 1_000);
        offsets.append(120, 2_000);

        assertThat(offsets.floorPosition(100)).isZero();
        assertThat(offsets.floorPosition(109)).isZero();
        assertThat(offsets.floorPosition(110)).isEqualTo(1_000);
        assertThat(offsets.floorPosition(119)).isEqualTo(1_000);
        assertThat(offsets.floorPosition(Long.MAX_VALUE)).isEqualTo(2_000);
    }

    @Test
    void anEntryIsFourBytesRelativeOffsetAndFourBytesPosition() {
        offsets.append(110, 1_000);

        offsets.seal();

        var bytes = ByteBuffer.wrap(disk.readAll(FILE));
        assertThat(bytes.remaining()).isEqualTo(8);
        assertThat(bytes.getInt()).isEqualTo(10);
        assertThat(bytes.getInt()).isEqualTo(1_000);
    }

    @Test
    void aTimeEntryIsEightBytesTimestampAndFourBytesRelativeOffset() {
        times.append(77, 103);

        times.seal();

        var bytes = ByteBuffer.wrap(disk.readAll(TIME_FILE));
        assertThat(bytes.remaining()).isEqualTo(12);
        assertThat(bytes.getLong()).isEqualTo(77);
        assertThat(bytes.getInt()).isEqualTo(3);
    }

    @Test
    void offsetsMustRise() {
        offsets.append(110, 1_000);

        assertThatThrownBy(() -> offsets.append(110, 2_000)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTimestampThatDoesNotRiseIsNoEntry() {
        times.append(77, 103);
        times.append(77, 104);
        times.append(76, 105);

        assertThat(times.count()).isEqualTo(1);
        assertThat(times.lastOffset()).isEqualTo(103);
    }

    @Test
    void aTimestampLeadsToAnOffsetBeforeItsFirstRecord() {
        times.append(50, 105);
        times.append(60, 110);

        assertThat(times.floorOffset(40)).isEqualTo(100);
        assertThat(times.floorOffset(50)).isEqualTo(100);
        assertThat(times.floorOffset(51)).isEqualTo(105);
        assertThat(times.floorOffset(61)).isEqualTo(110);
    }

    @Test
    void withoutRoomTheClosingEntryTakesThePlaceOfTheLast() {
        var capacity = 4096 / TimeIndex.ENTRY_SIZE;
        for (var i = 1; i <= capacity; i++) {
            times.append(i, 100 + i);
        }
        disk.setFreeBytes(0);

        times.close(5_000, 9_000);

        assertThat(times.count()).isEqualTo(capacity);
        assertThat(times.lastTimestamp()).isEqualTo(5_000);
        assertThat(times.lastOffset()).isEqualTo(9_000);
        assertThat(times.isSane()).isTrue();
        assertThat(times.floorOffset(4_000)).isEqualTo(100 + capacity - 1);
    }

    @Test
    void truncationForgetsEntriesFromTheOffsetOn() {
        for (var i = 1; i <= 5; i++) {
            offsets.append(100 + i * 10, i * 1_000);
        }

        offsets.truncateTo(130);

        assertThat(offsets.count()).isEqualTo(2);
        assertThat(offsets.floorPosition(200)).isEqualTo(2_000);
        offsets.append(125, 2_500);
        assertThat(offsets.floorPosition(200)).isEqualTo(2_500);
    }

    @Test
    void anIndexGrowsUntilItIsFull() {
        var index = OffsetIndex.empty(disk, FILE, 0, 8 * 2_000);
        for (var i = 1; i <= 2_000; i++) {
            assertThat(index.isFull()).isFalse();
            index.append(i, i * 10);
        }

        assertThat(index.isFull()).isTrue();
        assertThat(index.floorPosition(1_234)).isEqualTo(12_340);
        assertThatThrownBy(() -> index.append(3_000, 30_000)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSealedIndexGoesOnWhereItEnded() {
        offsets.append(110, 1_000);
        offsets.seal();
        var size = disk.readAll(FILE).length;

        var reopened = OffsetIndex.sealed(disk, FILE, 100, 10_000, size);
        reopened.append(120, 2_000);

        assertThat(reopened.isSane(3_000)).isTrue();
        assertThat(reopened.floorPosition(115)).isEqualTo(1_000);
        assertThat(reopened.floorPosition(120)).isEqualTo(2_000);
    }

    @Test
    void trailingZerosAndPositionsBehindTheEndAreNotSane() {
        offsets.append(110, 1_000);
        times.append(5, 101);

        assertThat(offsets.isSane(1_000)).isFalse();
        assertThat(offsets.isSane(1_001)).isTrue();
        disk.tamper(FILE, new byte[24]);
        assertThat(OffsetIndex.sealed(disk, FILE, 100, 10_000, 24).isSane(5_000))
                .isFalse();
        assertThat(TimeIndex.sealed(disk, FILE, 100, 10_000, 24).isSane()).isFalse();
    }

    @Test
    void anIndexWithoutEntriesHasNoFile() {
        offsets.seal();

        assertThat(disk.exists(FILE)).isFalse();
    }
}

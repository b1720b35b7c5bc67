package io.highwater.broker.log.cleanup;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/// The newest offset of every key in a stretch of a log, outside of the heap and of bounded size.
///
/// A slot has 20 bytes: 16 of the key's hash and 4 of the offset, relative to the first one; 0 says that it is free.
/// Slots are looked for one after the other from where the hash points. The table starts small and doubles, and the old
/// and the new one together never take more than the bound: so at its end a table has two thirds of it.
///
/// Thread-safety: none; one thread creates, uses and closes it.
final class OffsetMap implements AutoCloseable {
    static final int SLOT_BYTES = 20;
    static final long NONE = -1;
    /// Most keys for one map: offsets are kept relative.
    static final int MAX_SPAN = Integer.MAX_VALUE - 1;

    private static final double LOAD = 0.9;
    private static final long FIRST_SLOTS = 1024;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final KeyHash hash;
    private final long baseOffset;
    private final long maxSlots;
    private Arena arena = Arena.ofConfined();
    private MemorySegment table;
    private long slots;
    private long room;
    private long count;

    /// @param baseOffset no offset in it is before
    /// @param maxBytes   what it may take of memory
    OffsetMap(KeyHash hash, long baseOffset, long maxBytes) {
        this.hash = hash;
        this.baseOffset = baseOffset;
        this.maxSlots = Math.max(2, maxBytes / SLOT_BYTES * 2 / 3);
        var first = maxSlots;
        while (first > FIRST_SLOTS) {
            first /= 2;
        }
        this.slots = first;
        this.room = roomOf(first);
        this.table = arena.allocate(first * SLOT_BYTES, Long.BYTES);
    }

    private static long roomOf(long slots) {
        return Math.max(1, (long) (slots * LOAD));
    }

    /// Notes that the key has a record at `offset`, which is behind those noted before.
    ///
    /// @return false when there is no room for one more key
    boolean put(ByteBuffer bytes, int position, int size, long offset) {
        hash.compute(bytes, position, size);
        var at = find(hash.high(), hash.low());
        if (table.get(INT, at + 16) == 0) {
            if (count >= room) {
                if (slots >= maxSlots) {
                    return false;
                }
                grow();
                at = find(hash.high(), hash.low());
            }
            table.set(LONG, at, hash.high());
            table.set(LONG, at + 8, hash.low());
            count++;
        }
        table.set(INT, at + 16, (int) (offset - baseOffset) + 1);
        return true;
    }

    /// The newest offset of the key, [#NONE] if it is not here.
    long get(ByteBuffer bytes, int position, int size) {
        hash.compute(bytes, position, size);
        var relative = table.get(INT, find(hash.high(), hash.low()) + 16);
        return relative == 0 ? NONE : baseOffset + relative - 1;
    }

    /// The byte of the slot that holds this hash, or of the free one where it would go. There always is a free one.
    private long find(long high, long low) {
        var slot = Math.unsignedMultiplyHigh(high, slots);
        while (true) {
            var at = slot * SLOT_BYTES;
            if (table.get(INT, at + 16) == 0 || (table.get(LONG, at) == high && table.get(LONG, at + 8) == low)) {
                return at;
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by the next growth, or with the map
    private void grow() {
        var old = table;
        var oldSlots = slots;
        var oldArena = arena;
        arena = Arena.ofConfined();
        slots = slots * 3 > maxSlots ? maxSlots : slots * 2;
        room = roomOf(slots);
        table = arena.allocate(slots * SLOT_BYTES, Long.BYTES);
        for (var at = 0L; at < oldSlots * SLOT_BYTES; at += SLOT_BYTES) {
            if (old.get(INT, at + 16) != 0) {
                MemorySegment.copy(old, at, table, find(old.get(LONG, at), old.get(LONG, at + 8)), SLOT_BYTES);
            }
        }
        oldArena.close();
    }

    /// How many keys it has.
    long count() {
        return count;
    }

    /// Bytes of memory it takes.
    long bytes() {
        return slots * SLOT_BYTES;
    }

    @Override
    public void close() {
        arena.close();
    }
}

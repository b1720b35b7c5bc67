package io.highwater.broker.log.producer;

import io.highwater.broker.log.store.Disk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The file `<offset>.snapshot`: every producer as it was when the log ended at that offset.
///
/// Kafka's version 1: i16 version, u32 CRC-32C of everything behind it, i32 count, and for each producer i64 id,
/// i16 epoch, i32 last sequence, i64 last offset, i32 offset delta, i64 timestamp, i32 coordinator epoch, i64 first
/// offset of the open transaction. Only the newest of the five batches is kept.
public final class ProducerSnapshot {
    /// Ending of the file name.
    public static final String SUFFIX = ".snapshot";

    private static final short VERSION = 1;
    private static final int CRC_POSITION = 2;
    private static final int COUNT_POSITION = 6;
    private static final int HEADER_SIZE = 10;
    private static final int ENTRY_SIZE = 8 + 2 + 4 + 8 + 4 + 8 + 4 + 8;

    private ProducerSnapshot() {}

    /// The content of the file for `producers` as they are now.
    public static byte[] encode(ProducerStates producers) {
        var buffer = ByteBuffer.allocate(HEADER_SIZE + producers.count() * ENTRY_SIZE);
        buffer.putShort(VERSION).putInt(0).putInt(producers.count());
        producers.forEach(state -> buffer.putLong(state.producerId())
                .putShort(state.epoch())
                .putInt(state.lastSequence())
                .putLong(state.lastOffset())
                .putInt(state.lastOffsetDelta())
                .putLong(state.lastTimestampMs())
                .putInt(state.coordinatorEpoch())
                .putLong(state.currentTxnFirstOffset()));
        buffer.putInt(CRC_POSITION, checksum(buffer.array()));
        return buffer.array();
    }

    private static int checksum(byte[] content) {
        var crc = new CRC32C();
        crc.update(content, COUNT_POSITION, content.length - COUNT_POSITION);
        return (int) crc.getValue();
    }

    /// Reads a snapshot; empty when the file is torn or of another version: the next older one will do.
    public static Optional<ProducerStates> read(Disk disk, Path file) {
        return decode(disk.readAll(file));
    }

    static Optional<ProducerStates> decode(byte[] content) {
        var buffer = ByteBuffer.wrap(content);
        if (content.length < HEADER_SIZE
                || buffer.getShort(0) != VERSION
                || buffer.getInt(CRC_POSITION) != checksum(content)
                || (long) buffer.getInt(COUNT_POSITION) * ENTRY_SIZE != content.length - HEADER_SIZE) {
            return Optional.empty();
        }
        var producers = new ProducerStates();
        buffer.position(HEADER_SIZE);
        while (buffer.hasRemaining()) {
            decodeEntry(buffer, producers);
        }
        return Optional.of(producers);
    }

    private static void decodeEntry(ByteBuffer buffer, ProducerStates producers) {
        var state = producers.state(buffer.getLong());
        var epoch = buffer.getShort();
        var lastSequence = buffer.getInt();
        var lastOffset = buffer.getLong();
        var offsetDelta = buffer.getInt();
        var timestampMs = buffer.getLong();
        state.startEpoch(epoch);
        if (lastSequence != ProducerState.NO_SEQUENCE) {
            state.appended(epoch, lastSequence, lastOffset, offsetDelta, timestampMs);
        }
        state.active(timestampMs);
        producers.restore(state, buffer.getInt(), buffer.getLong());
    }
}

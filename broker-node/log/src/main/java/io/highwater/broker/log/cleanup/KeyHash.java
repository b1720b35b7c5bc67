package io.highwater.broker.log.cleanup;

import java.nio.ByteBuffer;

/// A keyed hash of 128 bits: SipHash-2-4.
///
/// Compaction takes two records with the same hash for the same key, and drops one. With a secret that is new in each
/// run nobody can prepare keys that collide. Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF".
///
/// Thread-safety: none; the result of the last call is kept in fields, so that no object is made for a record.
final class KeyHash {
    private static final int COMPRESSION_ROUNDS = 2;
    private static final int FINAL_ROUNDS = 4;

    private final long key0;
    private final long key1;
    private long high;
    private long low;

    KeyHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /// Hashes `size` bytes from `position` on; the buffer is big-endian, as buffers are unless told otherwise.
    void compute(ByteBuffer bytes, int position, int size) {
        var v0 = key0 ^ 0x736f6d6570736575L;
        var v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
        var v2 = key0 ^ 0x6c7967656e657261L;
        var v3 = key1 ^ 0x7465646279746573L;
        var words = size >>> 3;
        for (var word = 0; word <= words; word++) {
            var at = position + (word << 3);
            var input = word < words ? Long.reverseBytes(bytes.getLong(at)) : tail(bytes, at, size);
            v3 ^= input;
            for (var round = 0; round < COMPRESSION_ROUNDS; round++) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32) + v3;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= input;
        }
        v2 ^= 0xee;
        for (var round = 0; round < 2 * FINAL_ROUNDS; round++) {
            if (round == FINAL_ROUNDS) {
                high = v0 ^ v1 ^ v2 ^ v3;
                v1 ^= 0xdd;
            }
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32) + v3;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        low = v0 ^ v1 ^ v2 ^ v3;
    }

    private static long tail(ByteBuffer bytes, int position, int size) {
        var result = (long) size << 56;
        for (var i = 0; i < (size & 7); i++) {
            result |= (bytes.get(position + i) & 0xFFL) << (8 * i);
        }
        return result;
    }

    /// The first eight bytes of the last hash, the least significant one first.
    long high() {
        return high;
    }

    /// The other eight.
    long low() {
        return low;
    }
}

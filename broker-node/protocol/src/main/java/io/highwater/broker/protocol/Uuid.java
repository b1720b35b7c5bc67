package io.highwater.broker.protocol;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// Sixteen bytes that name a topic, a directory or a replica. Written for people as unpadded URL-safe base64, as in
/// Kafka's files and tools.
///
/// @param msb the first eight bytes, big-endian
/// @param lsb the last eight bytes, big-endian
public record Uuid(long msb, long lsb) implements Comparable<Uuid> {
    /// Stands for "no id".
    public static final Uuid ZERO = new Uuid(0, 0);

    private static final Uuid RESERVED = new Uuid(0, 1);
    private static final long RFC_4122_VARIANT = 0x8000_0000_0000_0000L;
    private static final long VERSION_4 = 0x4000L;

    /// A version 4 id that is neither reserved nor starts with a dash when written (a dash confuses command lines).
    public static Uuid random(RandomGenerator random) {
        while (true) {
            var id = new Uuid(
                    (random.nextLong() & ~0xF000L) | VERSION_4,
                    (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | RFC_4122_VARIANT);
            if (!id.isReserved() && !id.toString().startsWith("-")) {
                return id;
            }
        }
    }

    /// Reads what [#toString()] wrote.
    ///
    /// @throws IllegalArgumentException when the text is not base64 of sixteen bytes
    public static Uuid parse(String text) {
        var bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != 2 * Long.BYTES) {
            throw new IllegalArgumentException("A uuid has 16 bytes but '" + text + "' has " + bytes.length);
        }
        var buffer = ByteBuffer.wrap(bytes);
        return new Uuid(buffer.getLong(), buffer.getLong());
    }

    /// Whether this id has a meaning of its own in the protocol and names nothing.
    public boolean isReserved() {
        return equals(ZERO) || equals(RESERVED);
    }

    @Override
    public int compareTo(Uuid other) {
        var byMsb = Long.compare(msb, other.msb);
        return byMsb != 0 ? byMsb : Long.compare(lsb, other.lsb);
    }

    @Override
    public String toString() {
        var bytes =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(msb).putLong(lsb).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

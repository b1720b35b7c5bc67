package io.highwater.broker.log.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OffsetMapTest {
    /// The key of the published vectors: bytes 0 to 15.
    private static final KeyHash PUBLISHED = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    @Test
    void theHashIsThatOfThePublishedVectors() {
        assertThat(hash(0)).isEqualTo("a3817f04ba25a8e66df67214c7550293");
        assertThat(hash(1)).isEqualTo("da87c1d86b99af44347659119b22fc45");
        assertThat(hash(8)).isNotEqualTo(hash(9));
    }

    private static String hash(int size) {
        var input = ByteBuffer.allocate(size + 3);
        for (var i = 0; i < size; i++) {
            input.put(3 + i, (byte) i);
        }
        PUBLISHED.compute(input, 3, size);
        return HexFormat.of()
                .formatHex(ByteBuffer.allocate(16)
                        .putLong(Long.reverseBytes(PUBLISHED.high()))
                        .putLong(Long.reverseBytes(PUBLISHED.low()))
                        .array());
    }

    @Test
    void itKnowsTheNewestOffsetOfEveryKeyHoweverItGrows() {
        var random = new SplittableRandom(4);
        var expected = new HashMap<String, Long>();
        try (var map = new OffsetMap(PUBLISHED, 1_000_000, 10_000_000)) {
            for (var offset = 1_000_000L; offset < 1_100_000; offset++) {
                var key = "key-" + random.nextInt(30_000);
                expected.put(key, offset);
                assertThat(map.put(bytes(key), 0, key.length(), offset)).isTrue();
            }

            expected.forEach((key, offset) ->
                    assertThat(map.get(bytes(key), 0, key.length())).isEqualTo(offset));
            assertThat(map.count()).isEqualTo(expected.size());
            assertThat(map.get(bytes("other"), 0, 5)).isEqualTo(OffsetMap.NONE);
        }
    }

    @Test
    void itTakesNoMoreKeysThanItsMemoryHolds() {
        try (var map = new OffsetMap(PUBLISHED, 0, 60_000)) {
            var offset = 0L;
            while (map.put(bytes("key-" + offset), 0, 4 + Long.toString(offset).length(), offset)) {
                offset++;
            }

            assertThat(map.bytes()).isLessThanOrEqualTo(40_000);
            assertThat(offset).isEqualTo((long) (map.bytes() / OffsetMap.SLOT_BYTES * 0.9));
            assertThat(map.put(bytes("key-0"), 0, 5, 70)).as("a known key").isTrue();
            assertThat(map.get(bytes("key-0"), 0, 5)).isEqualTo(70);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}

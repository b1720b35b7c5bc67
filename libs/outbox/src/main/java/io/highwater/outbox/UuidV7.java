package io.highwater.outbox;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/// Time-ordered ids (RFC 9562, version 7): 48 bits of milliseconds, then 74 random bits. New rows land at the
/// end of an index instead of all over it.
public final class UuidV7 {
    private static final SecureRandom RANDOM = new SecureRandom();

    private UuidV7() {}

    public static UUID next(Clock clock) {
        var time = clock.millis() << 16;
        var version = 0x7000L;
        var variant = 0x8000_0000_0000_0000L;
        return new UUID(time | version | (RANDOM.nextLong() & 0x0FFFL), variant | (RANDOM.nextLong() >>> 2));
    }
}

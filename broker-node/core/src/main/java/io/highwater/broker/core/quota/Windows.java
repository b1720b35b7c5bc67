package io.highwater.broker.core.quota;

/// The time over which rates are averaged.
///
/// @param count  how many windows count, with the one that is under way; `quota.window.num`
/// @param sizeMs length of one, in milliseconds; `quota.window.size.seconds`
public record Windows(int count, long sizeMs) {
    public Windows {
        if (count < 1 || sizeMs < 1) {
            throw new IllegalArgumentException(
                    "There must be a window but here are %d of %d ms".formatted(count, sizeMs));
        }
    }

    /// All windows together, in milliseconds.
    long spanMs() {
        return count * sizeMs;
    }
}

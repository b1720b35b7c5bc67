package io.highwater.broker.protocol.wire;

/// Record batches as they travel inside a message: bytes in memory or a slice of a file. Whoever created it owns it.
public interface Records {
    /// How many bytes will go out.
    int sizeInBytes();
}

package io.highwater.broker.log.store;

import java.lang.foreign.MemorySegment;

/// A file in memory. Closing takes the mapping away at once instead of waiting for a garbage collection, so the
/// number of mappings of the process stays bounded.
public interface MappedFile extends AutoCloseable {
    /// The bytes; not to be touched after [#close].
    MemorySegment bytes();

    @Override
    void close();
}

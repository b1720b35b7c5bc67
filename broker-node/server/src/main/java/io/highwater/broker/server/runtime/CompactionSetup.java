package io.highwater.broker.server.runtime;

/// How this node compacts.
///
/// @param threads           logs at the same time; `log.cleaner.threads`
/// @param maxBytesPerSecond read and written by all of them; `log.cleaner.io.max.bytes.per.second`
/// @param mapBytes          memory of all of them for keys; `log.cleaner.dedupe.buffer.size`
/// @param bufferBytes       memory of all of them for reading and writing; `log.cleaner.io.buffer.size`
/// @param backoffMs         how long to wait when nothing is due; `log.cleaner.backoff.ms`
public record CompactionSetup(int threads, double maxBytesPerSecond, long mapBytes, int bufferBytes, long backoffMs) {}

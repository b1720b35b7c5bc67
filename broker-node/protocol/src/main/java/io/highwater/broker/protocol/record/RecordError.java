package io.highwater.broker.protocol.record;

/// One record of a batch that is to blame for its refusal.
///
/// @param index   place in the batch, from 0
/// @param message what is wrong with it, for the producer's owner
public record RecordError(int index, String message) {}

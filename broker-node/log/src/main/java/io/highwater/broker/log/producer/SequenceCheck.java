package io.highwater.broker.log.producer;

/// What the sequence numbers of a batch say about it.
public enum SequenceCheck {
    /// The next batch of its producer, or the first one heard of.
    NEXT,
    /// A retry of one of the last batches: answer with the original offset, append nothing.
    DUPLICATE,
    /// Batches are missing in between, or this one is older than what is remembered.
    OUT_OF_ORDER,
    /// A newer incarnation of the producer has written already.
    FENCED
}

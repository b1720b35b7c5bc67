package io.highwater.broker.log;

/// Who appends, which decides what is checked and who assigns the offsets.
public enum AppendOrigin {
    /// A producer: everything is checked, the log assigns the offsets.
    CLIENT,
    /// A producer, by way of [Intake]: batches are valid, the log still checks sequences and assigns the offsets.
    ADMITTED,
    /// A coordinator or the controller of this node: believed, the log assigns the offsets.
    INTERNAL,
    /// The leader of the partition: believed, the batches carry their offsets and epochs.
    REPLICATION
}

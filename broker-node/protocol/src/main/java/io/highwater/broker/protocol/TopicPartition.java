package io.highwater.broker.protocol;

/// One partition of one topic, by name.
///
/// @param partition number of the partition, from 0
public record TopicPartition(String topic, int partition) {
    /// The form of folder names and logs: `orders-3`.
    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}

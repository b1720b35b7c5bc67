package io.highwater.broker.protocol.record;

/// Who said when a record happened. `message.timestamp.type` of the topic.
public enum TimestampType {
    /// The producer.
    CREATE_TIME,
    /// The broker, when it appended the batch.
    LOG_APPEND_TIME
}

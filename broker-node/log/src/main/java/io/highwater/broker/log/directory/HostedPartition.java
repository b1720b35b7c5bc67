package io.highwater.broker.log.directory;

import io.highwater.broker.log.LogState;
import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.protocol.Uuid;
import java.nio.file.Path;

/// A partition found in a log directory.
///
/// @param path          its own directory
/// @param topicId       id of its topic, [Uuid#ZERO] when it is not known
/// @param state         what the checkpoints say, to open the log with
/// @param highWatermark last known high watermark, 0 when it is not known
public record HostedPartition(TopicPartition partition, Path path, Uuid topicId, LogState state, long highWatermark) {}

package io.highwater.broker.log.recovery;

import io.highwater.broker.log.epoch.LeaderEpochs;
import io.highwater.broker.log.producer.ProducerStates;
import io.highwater.broker.log.segment.Segments;

/// A log that is ready for use.
///
/// @param segments       at least one; the last is active
/// @param logStartOffset first offset that readers may ask for
/// @param nextOffset     offset of the next record
/// @param recoveryPoint  everything before is known to be durable
/// @param producers      as of `nextOffset`
/// @param epochs         as of `nextOffset`
/// @param epochsVersionOnDisk version of the epochs that their file holds; an older one when recovery found more
public record RecoveredLog(
        Segments segments,
        long logStartOffset,
        long nextOffset,
        long recoveryPoint,
        ProducerStates producers,
        LeaderEpochs epochs,
        long epochsVersionOnDisk) {}

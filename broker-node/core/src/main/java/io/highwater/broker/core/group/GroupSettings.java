package io.highwater.broker.core.group;

/// Limits and delays of one coordinator.
///
/// @param minSessionTimeoutMs      shortest session a member may ask for; `group.min.session.timeout.ms`
/// @param maxSessionTimeoutMs      longest session a member may ask for; `group.max.session.timeout.ms`
/// @param initialRebalanceDelayMs  how long the first rebalance of an empty group waits for more members;
///                                 `group.initial.rebalance.delay.ms`
/// @param maxSize                  most members of a group; `group.max.size`
/// @param newMemberJoinTimeoutMs   how long a new member may wait for its first join to complete without heartbeats
/// @param offsetMetadataMaxSize    longest note beside a committed offset, in characters; `offset.metadata.max.bytes`
/// @param offsetsRetentionMs       how long offsets outlive their last use; `offsets.retention.minutes`
/// @param offsetsExpiryIntervalMs  how often expired offsets are looked for; `offsets.retention.check.interval.ms`
public record GroupSettings(
        int minSessionTimeoutMs,
        int maxSessionTimeoutMs,
        int initialRebalanceDelayMs,
        int maxSize,
        int newMemberJoinTimeoutMs,
        int offsetMetadataMaxSize,
        long offsetsRetentionMs,
        long offsetsExpiryIntervalMs) {

    /// Apache Kafka's defaults.
    public static final GroupSettings DEFAULTS = new GroupSettings(
            6_000, 1_800_000, 3_000, Integer.MAX_VALUE, 300_000, 4_096, 7L * 24 * 60 * 60 * 1_000, 600_000L);

    public GroupSettings {
        if (minSessionTimeoutMs > maxSessionTimeoutMs) {
            throw new IllegalArgumentException(
                    "group.min.session.timeout.ms (%d) must not exceed group.max.session.timeout.ms (%d)"
                            .formatted(minSessionTimeoutMs, maxSessionTimeoutMs));
        }
        if (initialRebalanceDelayMs < 0) {
            throw new IllegalArgumentException(
                    "group.initial.rebalance.delay.ms must not be negative but is " + initialRebalanceDelayMs);
        }
        if (maxSize < 1) {
            throw new IllegalArgumentException("group.max.size must be at least 1 but is " + maxSize);
        }
    }

    /// The same settings with another delay of the first rebalance.
    public GroupSettings withInitialRebalanceDelayMs(int delayMs) {
        return new GroupSettings(
                minSessionTimeoutMs,
                maxSessionTimeoutMs,
                delayMs,
                maxSize,
                newMemberJoinTimeoutMs,
                offsetMetadataMaxSize,
                offsetsRetentionMs,
                offsetsExpiryIntervalMs);
    }

    /// The same settings with another limit on the number of members.
    public GroupSettings withMaxSize(int size) {
        return new GroupSettings(
                minSessionTimeoutMs,
                maxSessionTimeoutMs,
                initialRebalanceDelayMs,
                size,
                newMemberJoinTimeoutMs,
                offsetMetadataMaxSize,
                offsetsRetentionMs,
                offsetsExpiryIntervalMs);
    }
}

package io.highwater.broker.core.group;

/// Names a timer of the coordinator; a value, so that hosts can use it as a map key.
public sealed interface GroupTimer {
    /// The member was not heard of for its session timeout.
    record SessionTimeout(String groupId, String memberId) implements GroupTimer {}

    /// The group has waited long enough for its members to join.
    record JoinDeadline(String groupId) implements GroupTimer {}

    /// The group has waited long enough for its members to fetch their assignment.
    record SyncDeadline(String groupId) implements GroupTimer {}

    /// Time to look for offsets that nobody used for the retention time.
    record OffsetExpiry() implements GroupTimer {}
}

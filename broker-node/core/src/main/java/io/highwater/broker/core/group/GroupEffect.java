package io.highwater.broker.core.group;

import io.highwater.broker.protocol.wire.Message;
import java.util.List;

/// What the host must do, in the given order.
public sealed interface GroupEffect {
    /// Append the records to the coordinator's partition as one batch and report back with
    /// [GroupCoordinator#onAppended] once they are as durable and replicated as acks=all demands, or with
    /// [GroupCoordinator#onAppendFailed]. Reports come in the order of the appends.
    record Append(long appendId, List<GroupRecord> records) implements GroupEffect {
        public Append {
            records = List.copyOf(records);
        }
    }

    /// Answer the request that came with this token.
    record Reply(long token, Message response) implements GroupEffect {}

    /// Call [GroupCoordinator#onTimer] at `atMs`; replaces an earlier wake-up of the same timer. Firing early is
    /// harmless: the coordinator knows the deadline and asks again.
    record ScheduleTimer(GroupTimer timer, long atMs) implements GroupEffect {}

    /// The timer is not needed any more. Firing it nevertheless is harmless.
    record CancelTimer(GroupTimer timer) implements GroupEffect {}
}

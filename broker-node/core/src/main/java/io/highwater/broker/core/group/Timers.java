package io.highwater.broker.core.group;

import java.util.HashMap;
import java.util.Map;

/// Deadlines, and which wake-ups the host already owes us. A heartbeat that only moves a deadline further away costs
/// the host nothing: the earlier wake-up finds the deadline in the future and asks for another one.
final class Timers {
    private final Map<GroupTimer, Long> deadlines = new HashMap<>();
    private final Map<GroupTimer, Long> wakeUps = new HashMap<>();
    private final Outbox outbox;

    Timers(Outbox outbox) {
        this.outbox = outbox;
    }

    void schedule(GroupTimer timer, long atMs) {
        deadlines.put(timer, atMs);
        var wakeUp = wakeUps.get(timer);
        if (wakeUp == null || atMs < wakeUp) {
            wakeUps.put(timer, atMs);
            outbox.add(new GroupEffect.ScheduleTimer(timer, atMs));
        }
    }

    void cancel(GroupTimer timer) {
        deadlines.remove(timer);
        if (wakeUps.remove(timer) != null) {
            outbox.add(new GroupEffect.CancelTimer(timer));
        }
    }

    void cancelAll() {
        for (var timer : wakeUps.keySet().toArray(GroupTimer[]::new)) {
            cancel(timer);
        }
        deadlines.clear();
    }

    /// The host woke us: true when the deadline has really passed. It is gone then.
    boolean isDue(GroupTimer timer, long nowMs) {
        wakeUps.remove(timer);
        var deadline = deadlines.get(timer);
        if (deadline == null) {
            return false;
        }
        if (nowMs < deadline) {
            schedule(timer, deadline);
            return false;
        }
        deadlines.remove(timer);
        return true;
    }
}

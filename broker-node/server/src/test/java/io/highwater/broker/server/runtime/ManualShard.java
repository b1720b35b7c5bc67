package io.highwater.broker.server.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A shard whose time passes when the test says so.
public final class ManualShard implements Shard {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final List<Scheduled> scheduled = new ArrayList<>();
    private long nowMs;

    private record Scheduled(long atMs, Runnable task) {}

    @Override
    public int id() {
        return 0;
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(long delayMs, Runnable task) {
        var timer = new Scheduled(nowMs + delayMs, task);
        scheduled.add(timer);
        return () -> scheduled.remove(timer);
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    int timers() {
        return scheduled.size();
    }

    /// Time passes; what is due happens.
    public void pass(long ms) {
        nowMs += ms;
        List<Scheduled> due = scheduled.stream()
                .filter(timer -> timer.atMs() <= nowMs)
                .sorted(Comparator.comparingLong(Scheduled::atMs))
                .toList();
        scheduled.removeAll(due);
        due.forEach(timer -> timer.task().run());
    }
}

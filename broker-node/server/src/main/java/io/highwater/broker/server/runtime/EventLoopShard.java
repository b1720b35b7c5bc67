package io.highwater.broker.server.runtime;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A shard on a Netty event loop: tasks and sockets take turns on the same thread.
public final class EventLoopShard implements Shard {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoopShard.class);

    private final int id;
    private final EventLoop loop;

    EventLoopShard(int id, EventLoop loop) {
        this.id = id;
        this.loop = loop;
    }

    /// The loop that sockets of this shard register with.
    public EventLoop loop() {
        return loop;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public boolean isCurrent() {
        return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> guarded(task));
    }

    @Override
    public Timer schedule(long delayMs, Runnable task) {
        ScheduledFuture<?> future = loop.schedule(() -> guarded(task), Math.max(0, delayMs), TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public long nowMs() {
        return System.currentTimeMillis();
    }

    /// The loop's last line of defence: a task that fails must neither vanish nor end the thread.
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("shard", id).setCause(e).log("a task failed");
        }
    }

    @Override
    public String toString() {
        return "shard " + id;
    }
}

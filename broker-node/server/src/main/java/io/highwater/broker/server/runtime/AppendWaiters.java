package io.highwater.broker.server.runtime;

import io.highwater.broker.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The producers that wait for a partition's high watermark, in the order of their offsets. One timer serves all of
/// them: it is set when the line forms and looks again only as long as somebody stands in it.
///
/// Thread-safety: none; owned by the partition's shard.
final class AppendWaiters {
    private final Shard shard;
    private final ArrayDeque<Waiter> line = new ArrayDeque<>();
    private Shard.@Nullable Timer timer;
    private long watchedUntilMs;

    private record Waiter(
            long nextOffset, long deadlineMs, AppendOutcome outcome, CompletableFuture<AppendOutcome> answer) {}

    AppendWaiters(Shard shard) {
        this.shard = shard;
    }

    /// Completes with `outcome` when everything before `nextOffset` is there, or with a timeout.
    CompletionStage<AppendOutcome> await(long nextOffset, AppendOutcome outcome, int timeoutMs) {
        long deadlineMs = shard.nowMs() + Math.max(1, timeoutMs);
        var waiter = new Waiter(nextOffset, deadlineMs, outcome, new CompletableFuture<>());
        line.addLast(waiter);
        if (timer == null || deadlineMs < watchedUntilMs) {
            watch(deadlineMs);
        }
        return waiter.answer();
    }

    void completeUpTo(long highWatermark) {
        Waiter head = line.peekFirst();
        while (head != null && head.nextOffset() <= highWatermark) {
            line.removeFirst();
            head.answer().complete(head.outcome());
            head = line.peekFirst();
        }
    }

    void failAll(AppendOutcome failure) {
        List<Waiter> all = new ArrayList<>(line);
        line.clear();
        all.forEach(waiter -> waiter.answer().complete(failure));
    }

    private void watch(long deadlineMs) {
        if (timer != null) {
            timer.cancel();
        }
        watchedUntilMs = deadlineMs;
        timer = shard.schedule(deadlineMs - shard.nowMs(), this::expire);
    }

    private void expire() {
        timer = null;
        long nowMs = shard.nowMs();
        List<Waiter> late =
                line.stream().filter(waiter -> waiter.deadlineMs() <= nowMs).toList();
        line.removeAll(late);
        line.stream().mapToLong(Waiter::deadlineMs).min().ifPresent(this::watch);
        late.forEach(waiter -> waiter.answer()
                .complete(AppendOutcome.failed(
                        ErrorCode.REQUEST_TIMED_OUT, "the disk did not confirm the records in time")));
    }
}

package io.highwater.broker.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AppendWaitersTest {
    private final ManualShard shard = new ManualShard();
    private final AppendWaiters waiters = new AppendWaiters(shard);

    @Test
    void everybodyBelowTheHighWatermarkIsAnsweredAndNobodyElse() {
        var first = await(10, 1_000);
        var second = await(20, 1_000);

        waiters.completeUpTo(10);

        assertThat(first).isCompletedWithValueMatching(outcome -> outcome.error() == ErrorCode.NONE);
        assertThat(second).isNotDone();
    }

    @Test
    void whoWaitsTooLongIsToldAndTheOthersGoOnWaiting() {
        var patient = await(10, 5_000);
        var hasty = await(20, 1_000);

        shard.pass(5_000);

        assertThat(hasty).isCompletedWithValueMatching(outcome -> outcome.error() == ErrorCode.REQUEST_TIMED_OUT);
        assertThat(patient).isCompletedWithValueMatching(outcome -> outcome.error() == ErrorCode.REQUEST_TIMED_OUT);
    }

    @Test
    void aShorterWaitThanThatOfTheFirstIsKept() {
        await(10, 5_000);
        var hasty = await(20, 1_000);

        shard.pass(1_000);

        assertThat(hasty).isCompletedWithValueMatching(outcome -> outcome.error() == ErrorCode.REQUEST_TIMED_OUT);
    }

    @Test
    void anEmptyLineNeedsNoTimer() {
        await(10, 1_000);
        waiters.completeUpTo(10);

        shard.pass(1_000);

        assertThat(shard.timers()).isZero();
    }

    @Test
    void allAreSentAwayWhenThePartitionGoes() {
        var waiting = await(10, 1_000);

        waiters.failAll(AppendOutcome.failed(ErrorCode.NOT_LEADER_OR_FOLLOWER, ""));

        assertThat(waiting)
                .isCompletedWithValueMatching(outcome -> outcome.error() == ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }

    private CompletableFuture<AppendOutcome> await(long nextOffset, int timeoutMs) {
        return waiters.await(nextOffset, AppendOutcome.written(nextOffset - 1, -1, 0), timeoutMs)
                .toCompletableFuture();
    }
}

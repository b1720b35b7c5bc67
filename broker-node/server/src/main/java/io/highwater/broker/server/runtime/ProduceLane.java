package io.highwater.broker.server.runtime;

import io.highwater.broker.log.Intake;
import io.highwater.broker.log.LogConfig;
import io.highwater.broker.protocol.record.BatchValidation;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/// Where batches of producers are judged before they go to the log of their partition, in the order in which
/// they came. Nearly all are judged at once on the shard. One that needs another codec, or grows a lot when it
/// is decompressed, goes to a thread where nobody waits, and those behind it queue up: a producer's sequence
/// must not be overtaken.
///
/// How many wait is bounded by the requests that the connections may have in flight.
///
/// Thread-safety: none; owned by the partition's shard.
final class ProduceLane {
    private final Shard shard;
    private final Background background;
    private final Supplier<LogConfig> config;
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private boolean busy;

    /// @param config the settings of the log, now
    ProduceLane(Shard shard, Background background, Supplier<LogConfig> config) {
        this.shard = shard;
        this.background = background;
        this.config = config;
    }

    /// @param next what to do with the verdict; must be done with the batch in it when it returns
    private record Waiting(
            ByteBuf produced,
            Function<BatchValidation, CompletionStage<AppendOutcome>> next,
            CompletableFuture<AppendOutcome> answer) {

        void goOn(BatchValidation verdict) {
            try {
                next.apply(verdict).whenComplete((outcome, error) -> {
                    if (error == null) {
                        answer.complete(outcome);
                    } else {
                        answer.completeExceptionally(error);
                    }
                });
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            } finally {
                Intake.release(verdict, produced);
            }
        }
    }

    /// Judges the batch, calls `next` with the verdict when it is its turn, and answers as that does. The
    /// buffer must stay valid until then.
    CompletionStage<AppendOutcome> enter(
            ByteBuf produced, Function<BatchValidation, CompletionStage<AppendOutcome>> next) {
        var here = new Waiting(produced, next, new CompletableFuture<>());
        if (busy) {
            line.addLast(here);
        } else {
            judge(here);
        }
        return here.answer();
    }

    private void judge(Waiting head) {
        switch (Intake.glance(head.produced(), config.get(), shard.nowMs())) {
            case Intake.Glance.Known(var verdict) -> head.goOn(verdict);
            case Intake.Glance.Costly _ -> judgeElsewhere(head);
        }
    }

    private void judgeElsewhere(Waiting head) {
        busy = true;
        var settings = config.get();
        var nowMs = shard.nowMs();
        background
                .compute(shard, () -> Intake.admit(head.produced(), settings, nowMs))
                .whenComplete((verdict, error) -> {
                    if (error == null) {
                        head.goOn(verdict);
                    } else {
                        head.answer().completeExceptionally(error);
                    }
                    busy = false;
                    while (!busy && !line.isEmpty()) {
                        judge(line.removeFirst());
                    }
                });
    }
}

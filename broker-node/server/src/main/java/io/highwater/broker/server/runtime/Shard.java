package io.highwater.broker.server.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// One thread and everything it owns: connections, partitions, coordinators. State of a shard is touched from its own
/// thread only; everybody else sends a task. Nothing that runs on a shard may block.
public interface Shard extends Executor {
    /// Position among the shards of the node, from 0.
    int id();

    /// Whether the caller already is on this shard's thread.
    boolean isCurrent();

    /// Runs the task on this shard after everything that was sent before it.
    @Override
    void execute(Runnable task);

    /// Runs the task on this shard once the delay has passed, unless it is cancelled before.
    Timer schedule(long delayMs, Runnable task);

    /// The wall clock, in milliseconds since 1970.
    long nowMs();

    /// Runs the task at once when the caller is on this shard, else sends it.
    default void run(Runnable task) {
        if (isCurrent()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /// Computes something on this shard; the result completes on this shard as well.
    default <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> question) {
        if (isCurrent()) {
            return question.get();
        }
        var answer = new CompletableFuture<T>();
        execute(() -> {
            try {
                question.get().whenComplete((value, error) -> {
                    if (error == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(error);
                    }
                });
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /// Something that will happen later and can be called off.
    interface Timer {
        /// Calls it off; without effect when it already happened.
        void cancel();
    }
}

package io.highwater.broker.server.runtime;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The few threads that may block: fsync, opening and recovering logs, deleting files. Work comes from a shard and its
/// result returns to that shard as a task. The queue is bounded by what the shards own: each partition has at most one
/// flush and one clean-up under way.
public final class Background implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;
    private static final long SHUTDOWN_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    /// Threads start when there is work and go when there has been none for a while.
    public Background(int count) {
        threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new Names());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Runs the work on a background thread and completes the result on `home`.
    public <T> CompletionStage<T> submit(Shard home, Callable<T> work) {
        var result = new CompletableFuture<T>();
        threads.execute(() -> {
            try {
                T value = work.call();
                home.execute(() -> result.complete(value));
            } catch (Exception e) {
                home.execute(() -> result.completeExceptionally(e));
            } catch (Error e) {
                home.execute(() -> result.completeExceptionally(e));
                throw e;
            }
        });
        return result;
    }

    /// Runs the work on a background thread; nobody waits for it.
    public void run(Runnable work) {
        threads.execute(work);
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static final class Names implements ThreadFactory {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Thread newThread(Runnable work) {
            var thread = new Thread(work, "background-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}

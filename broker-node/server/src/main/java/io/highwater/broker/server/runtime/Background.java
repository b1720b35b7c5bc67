package io.highwater.broker.server.runtime;

import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The few threads that may block or take their time: fsync, opening and recovering logs, deleting files,
/// compressing anew. Work comes from a shard and its
/// result returns to that shard as a task. The queue is bounded by what the shards own: each partition has at
/// most one flush, one clean-up and one conversion under way.
public final class Background implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;
    private static final long SHUTDOWN_SECONDS = 30;

    /// How many flushes may wait for the disk at a time. They cost no processor, and file systems write
    /// down together what is forced at the same time: 1,000 files took 2.4 s one by one and 0.2 s with sixteen
    /// threads.
    private static final int FLUSHES = 16;

    private final ThreadPoolExecutor threads;
    /// Long computations have threads of their own, so that no flush waits for them.
    private final ThreadPoolExecutor computing;
    /// Wakes the thread that slept last, so that a single busy log keeps to one thread.
    private final ForkJoinPool flushes;

    /// Threads start when there is work and go when there has been none for a while.
    public Background(int count) {
        threads = pool(count, "background-");
        computing = pool(Runtime.getRuntime().availableProcessors(), "computing-");
        flushes = new ForkJoinPool(
                FLUSHES,
                pool -> {
                    var thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
                    thread.setName("background-flush-" + thread.getPoolIndex());
                    return thread;
                },
                null,
                true,
                0,
                FLUSHES,
                0,
                null,
                IDLE_SECONDS,
                TimeUnit.SECONDS);
    }

    private static ThreadPoolExecutor pool(int count, String name) {
        var pool = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new Names(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /// Runs the work on a background thread and completes the result on `home`.
    public <T> CompletionStage<T> submit(Shard home, Callable<T> work) {
        return submit(threads, home, work);
    }

    /// As [#submit] for work that keeps a core busy and touches no disk.
    public <T> CompletionStage<T> compute(Shard home, Callable<T> work) {
        return submit(computing, home, work);
    }

    /// As [#submit] for work that does nothing but wait for the disk.
    public <T> CompletionStage<T> flush(Shard home, Callable<T> work) {
        return submit(flushes, home, work);
    }

    private static <T> CompletionStage<T> submit(Executor pool, Shard home, Callable<T> work) {
        var result = new CompletableFuture<T>();
        pool.execute(() -> {
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

    /// Does the same to all, as many at a time as may wait for the disk, and returns when all is done. Blocking.
    <T> void inParallel(Collection<T> all, Consumer<T> work) {
        CompletableFuture.allOf(all.stream()
                        .map(one -> CompletableFuture.runAsync(() -> work.accept(one), flushes))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    /// Runs the work on a background thread; nobody waits for it.
    public void run(Runnable work) {
        threads.execute(work);
    }

    @Override
    public void close() {
        close(computing);
        close(threads);
        close(flushes);
    }

    private static void close(ExecutorService pool) {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static final class Names implements ThreadFactory {
        private final AtomicInteger count = new AtomicInteger();
        private final String prefix;

        Names(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public Thread newThread(Runnable work) {
            var thread = new Thread(work, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}

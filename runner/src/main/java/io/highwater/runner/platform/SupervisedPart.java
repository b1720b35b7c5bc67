package io.highwater.runner.platform;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One part and the thread that watches it: starts it, and starts it again with growing pauses when it ends by itself.
///
/// Thread-safety: [#start] and [#stop] are called by one owner; [#restarts] by anyone.
final class SupervisedPart {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    /// A part that lived this long has recovered: its next end starts with the first pause again.
    private static final Duration STEADY = Duration.ofSeconds(30);

    /// A part's first stop also writes its class archive, all parts at once: some ten seconds on two cores.
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(45);

    private final Part part;
    private final RunDirectory directory;
    private final Narrator narrator;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicReference<@Nullable Process> process = new AtomicReference<>();
    private final AtomicInteger restarts = new AtomicInteger();
    private @Nullable Thread watcher;

    SupervisedPart(Part part, RunDirectory directory, Narrator narrator) {
        this.part = part;
        this.directory = directory;
        this.narrator = narrator;
    }

    Part part() {
        return part;
    }

    int restarts() {
        return restarts.get();
    }

    void start() {
        directory.rotateLog(part.name());
        watcher = Thread.ofPlatform().name("watch-" + part.name()).start(this::watch);
    }

    /// Asks it to end, waits, and kills it if it does not listen.
    void stop() {
        stopping.countDown();
        Process running = process.get();
        if (running != null) {
            terminate(running);
        }
        try {
            if (watcher != null) {
                watcher.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        Duration pause = FIRST_PAUSE;
        while (!isStopping()) {
            long begin = System.nanoTime();
            String end = runOnce();
            if (isStopping()) {
                return;
            }
            Duration lived = Duration.ofNanos(System.nanoTime() - begin);
            pause = lived.compareTo(STEADY) > 0 ? FIRST_PAUSE : pause;
            restarts.incrementAndGet();
            narrator.say("%s %s; starting it again in %.1f s".formatted(part.name(), end, pause.toMillis() / 1e3));
            if (pauseUnlessStopping(pause)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /// Runs the program to its end and says how it ended.
    private String runOnce() {
        try {
            Process started = launch(part.command().prepare());
            process.set(started);
            directory.writePid(part.name(), started.pid());
            if (isStopping()) {
                terminate(started);
            }
            int exitCode = started.waitFor();
            directory.removePid(part.name());
            return exitCode > 128 ? "was killed by signal " + (exitCode - 128) : "ended with exit code " + exitCode;
        } catch (IOException | PlatformException e) {
            return "could not be started: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "was not watched to its end";
        }
    }

    private Process launch(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(directory.folder("run").toFile())
                .redirectErrorStream(true)
                // To a file, not a pipe: a runner that dies does not take its parts' output, and so them, with it.
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.log(part.name()).toFile()));
        builder.environment().putAll(part.environment());
        return builder.start();
    }

    private void terminate(Process running) {
        running.destroy();
        try {
            if (!running.waitFor(PATIENCE_TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                narrator.say(
                        "%s did not stop in %d s and is killed".formatted(part.name(), PATIENCE_TO_STOP.toSeconds()));
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private boolean pauseUnlessStopping(Duration pause) {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}

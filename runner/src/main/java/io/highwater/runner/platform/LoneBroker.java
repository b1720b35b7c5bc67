package io.highwater.runner.platform;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The bundled broker without the rest of the platform, for as long as somebody reads from it.
public final class LoneBroker implements AutoCloseable {
    /// For those who need none.
    public static final LoneBroker NONE = new LoneBroker(null);

    private static final long POLL_MS = 100;
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(30);

    private final @Nullable Process process;

    private LoneBroker(@Nullable Process process) {
        this.process = process;
    }

    /// Returns when it answers.
    public static LoneBroker start(Installation installation, RunDirectory directory, Ports ports, Duration patience)
            throws InterruptedException {
        Part part = new Parts(installation, ports).broker();
        try {
            Process process = new ProcessBuilder(part.command().prepare())
                    .directory(directory.folder("run").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.log(part.name()).toFile()))
                    .start();
            // Should this runner be killed, the next 'up' finds the broker by its pid and stops it.
            directory.writePid(part.name(), process.pid());
            var broker = new LoneBroker(process);
            broker.awaitWell(part, directory, patience);
            return broker;
        } catch (IOException e) {
            throw new PlatformException("cannot start the broker: " + e.getMessage(), e);
        }
    }

    private void awaitWell(Part part, RunDirectory directory, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!part.health().isWell()) {
            if (process == null || !process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new PlatformException("the broker does not start; its log is " + directory.log(part.name()));
            }
            Thread.sleep(POLL_MS);
        }
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

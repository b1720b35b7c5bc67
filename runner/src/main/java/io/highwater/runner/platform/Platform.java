package io.highwater.runner.platform;

import io.highwater.runner.postgres.DatabaseScript;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The whole platform on this machine: starts all parts in order, watches them, stops them in reverse.
public final class Platform {
    private static final long POLL_MS = 250;
    private static final int LINES_OF_A_SICK_PART = 15;
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(60);

    private final Installation installation;
    private final RunDirectory directory;
    private final Ports ports;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    public Platform(Installation installation, RunDirectory directory, Ports ports) {
        this.installation = installation;
        this.directory = directory;
        this.ports = ports;
    }

    /// Runs until Ctrl-C or [#stopDetached]. Returns the exit code.
    public int runInForeground(Duration healthTimeout) {
        long begin = System.nanoTime();
        installation.refuseIncomplete(ports.isBrokerBundled());
        refuseUnusableCluster();
        try (var lock = lock()) {
            refuseTakenPorts();
            directory.writePorts(ports);
            directory.writeRunner();
            return run(begin, healthTimeout);
        } catch (IOException e) {
            throw new PlatformException("cannot use " + directory.root() + ": " + e.getMessage(), e);
        } finally {
            stopped.countDown();
        }
    }

    /// Starts a runner in the background and returns when all is healthy, or with 1 when it will not be.
    public int startDetached(Duration healthTimeout) throws InterruptedException {
        long begin = System.nanoTime();
        if (directory.runner().isPresent()) {
            throw new PlatformException(
                    "a platform runs in %s already; './highwater down' stops it".formatted(directory.root()));
        }
        installation.refuseIncomplete(ports.isBrokerBundled());
        refuseUnusableCluster();
        stopLeftOvers();
        refuseTakenPorts();
        directory.writePorts(ports);
        Process runner = launchRunner(healthTimeout);
        var status = new Status(installation, ports);
        while (runner.isAlive() && System.nanoTime() - begin < healthTimeout.toNanos()) {
            if (directory.runner().isPresent() && status.complaints().isEmpty()) {
                status.print(System.out);
                System.out.printf(
                        "all healthy after %.1f s; './highwater down' stops it%n", (System.nanoTime() - begin) / 1e9);
                return 0;
            }
            Thread.sleep(POLL_MS);
        }
        System.err.println(lastLines(directory.log("runner"), 40));
        throw new PlatformException("the platform did not become healthy; its logs are in " + directory.folder("logs"));
    }

    /// Stops the platform of a directory, whoever started it.
    public static int stopDetached(RunDirectory directory) {
        var platform = new Platform(Installation.find(directory), directory, directory.ports());
        var runner = directory.runner();
        runner.ifPresent(process -> {
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, PATIENCE_TO_STOP.toSeconds(), TimeUnit.SECONDS)
                    .join();
        });
        int leftOvers = platform.stopLeftOvers();
        System.out.println(runner.isPresent() || leftOvers > 0 ? "stopped" : "nothing runs in " + directory.root());
        return 0;
    }

    /// kill -9 of the parts named; their runner starts them again.
    public static int kill(RunDirectory directory, List<String> parts) {
        if (parts.isEmpty()) {
            throw new PlatformException("kill takes the names of parts; './highwater status' lists them");
        }
        for (String part : parts) {
            directory
                    .process(part)
                    .orElseThrow(() -> new PlatformException(
                            "'%s' does not run here; './highwater status' lists the parts".formatted(part)))
                    .destroyForcibly();
            System.out.println("killed " + part);
        }
        return 0;
    }

    private int run(long begin, Duration healthTimeout) {
        var all = new Parts(installation, ports).all();
        var parts =
                all.stream().filter(part -> part.kind() != Part.Kind.EXTERNAL).toList();
        var names = parts.stream().map(Part::name).toList();
        try (var narrator = new Narrator(directory, names)) {
            var supervised = parts.stream()
                    .map(part -> new SupervisedPart(part, directory, narrator))
                    .toList();
            Runtime.getRuntime().addShutdownHook(new Thread(this::requestStopAndWait));
            narrator.start();
            try {
                startAll(supervised, narrator, begin, healthTimeout);
                narrator.say("all healthy after %.1f s\n%s\nCtrl-C stops it"
                        .formatted((System.nanoTime() - begin) / 1e9, Status.table(all)));
                stopRequested.await();
                return 0;
            } catch (StopRequestedException e) {
                return 0;
            } catch (PlatformException e) {
                narrator.say(String.valueOf(e.getMessage()));
                return 1;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 1;
            } finally {
                stopAll(supervised, narrator);
                directory.removeRunner();
            }
        }
    }

    private void startAll(List<SupervisedPart> parts, Narrator narrator, long begin, Duration healthTimeout)
            throws InterruptedException {
        var infrastructure = ofKind(parts, Part.Kind.INFRASTRUCTURE);
        narrator.say("starting " + names(infrastructure));
        infrastructure.forEach(SupervisedPart::start);
        awaitWell(infrastructure, narrator, begin, healthTimeout);
        if (DatabaseScript.runOnce(ports.of(Ports.POSTGRES), installation.databaseScript())) {
            narrator.say("created the databases");
        }
        var services = ofKind(parts, Part.Kind.SERVICE);
        narrator.say("starting " + names(services));
        services.forEach(SupervisedPart::start);
        awaitWell(services, narrator, begin, healthTimeout);
    }

    private void awaitWell(List<SupervisedPart> parts, Narrator narrator, long begin, Duration healthTimeout)
            throws InterruptedException {
        var waiting = new ArrayList<>(parts);
        while (!waiting.isEmpty()) {
            for (SupervisedPart part : List.copyOf(waiting)) {
                if (part.part().health().isWell()) {
                    waiting.remove(part);
                    narrator.say("%s is healthy after %.1f s"
                            .formatted(part.part().name(), (System.nanoTime() - begin) / 1e9));
                }
            }
            if (System.nanoTime() - begin > healthTimeout.toNanos()) {
                throw sick(waiting);
            }
            if (!waiting.isEmpty() && stopRequested.await(POLL_MS, TimeUnit.MILLISECONDS)) {
                throw new StopRequestedException();
            }
        }
    }

    private PlatformException sick(List<SupervisedPart> waiting) {
        var message = new StringBuilder("not healthy in time:");
        for (SupervisedPart part : waiting) {
            Path log = directory.log(part.part().name());
            message.append("\n%s (started %d times): %s; its log ends:\n%s\nread on in %s"
                    .formatted(
                            part.part().name(),
                            part.restarts() + 1,
                            part.part().health().complaint(),
                            lastLines(log, LINES_OF_A_SICK_PART),
                            log));
        }
        return new PlatformException(message.append("\nOn a slow machine give it longer: --health-timeout SECONDS")
                .toString());
    }

    /// Services first, all at once; then what they stand on.
    private static void stopAll(List<SupervisedPart> parts, Narrator narrator) {
        narrator.say("stopping");
        stopTogether(ofKind(parts, Part.Kind.SERVICE));
        stopTogether(ofKind(parts, Part.Kind.INFRASTRUCTURE));
        narrator.say("stopped");
    }

    private static void stopTogether(List<SupervisedPart> parts) {
        var threads = parts.stream()
                .map(part -> Thread.ofPlatform().start(part::stop))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Runs on Ctrl-C and SIGTERM: the JVM lives on until this returns.
    private void requestStopAndWait() {
        stopRequested.countDown();
        try {
            if (!stopped.await(PATIENCE_TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("highwater: not everything stopped in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Parts whose runner was killed go on without it; a new run wants their ports and files.
    private int stopLeftOvers() {
        int count = 0;
        for (Part part : new Parts(installation, ports).all().reversed()) {
            var process = directory.process(part.name());
            if (process.isPresent()) {
                System.out.println("stopping " + part.name() + ", left over from an earlier run");
                process.get().destroy();
                var gone = process.get()
                        .onExit()
                        .completeOnTimeout(process.get(), 15, TimeUnit.SECONDS)
                        .join();
                if (gone.isAlive()) {
                    gone.destroyForcibly();
                    gone.onExit().join();
                }
                directory.removePid(part.name());
                count++;
            }
        }
        return count;
    }

    private void refuseUnusableCluster() {
        if (!ports.isBrokerBundled()) {
            GivenCluster.refuseUnusable(ports.bootstrapServers(), System.getenv());
        }
    }

    private void refuseTakenPorts() {
        List<String> taken = ports.taken();
        if (!taken.isEmpty()) {
            throw new PlatformException(String.join("\nhighwater: ", taken));
        }
    }

    /// Only one runner at a time may own a data directory.
    private FileLock lock() throws IOException {
        var file = new RandomAccessFile(
                directory.folder("run").resolve("runner.lock").toFile(), "rw");
        @Nullable FileLock lock = file.getChannel().tryLock();
        if (lock == null) {
            file.close();
            throw new PlatformException(
                    "a platform runs in %s already; './highwater down' stops it".formatted(directory.root()));
        }
        stopLeftOvers();
        return lock;
    }

    private Process launchRunner(Duration healthTimeout) {
        directory.rotateLog("runner");
        var command = new ArrayList<>(List.of(
                installation.java().toString(),
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                installation.runnerJar().toString(),
                "up",
                "--data",
                directory.root().toString(),
                "--health-timeout",
                String.valueOf(healthTimeout.toSeconds())));
        if (!installation.classArchives()) {
            command.add("--no-class-archives");
        }
        if (!ports.isBrokerBundled()) {
            command.addAll(List.of("--bootstrap-servers", ports.bootstrapServers()));
        }
        ports.byName().forEach((name, port) -> command.addAll(List.of("--port", name + "=" + port)));
        try {
            return new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.log("runner").toFile())
                    .start();
        } catch (IOException e) {
            throw new PlatformException("cannot start a runner: " + e.getMessage(), e);
        }
    }

    private static List<SupervisedPart> ofKind(List<SupervisedPart> parts, Part.Kind kind) {
        return parts.stream().filter(part -> part.part().kind() == kind).toList();
    }

    private static String names(List<SupervisedPart> parts) {
        return String.join(", ", parts.stream().map(part -> part.part().name()).toList());
    }

    private static String lastLines(Path log, int count) {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e.getMessage() + ")";
        }
    }

    /// Ctrl-C came while the parts were starting.
    private static final class StopRequestedException extends RuntimeException {}
}

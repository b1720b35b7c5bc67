package io.highwater.broker.compatibility.matrix;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/// Runs the main class of a tool inside this process, one at a time: starting a JVM for each call would cost seconds.
final class ToolRunner implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PATIENCE_WITH_HOOKS = Duration.ofSeconds(10);

    private final Console console = new Console();
    private final InheritableThreadLocal<Run> current = new InheritableThreadLocal<>();

    ToolRunner() {
        Exit.setExitProcedure((code, _) -> exit(code));
        Exit.setHaltProcedure((code, _) -> exit(code));
        Exit.setShutdownHookAdder((_, hook) -> current.get().hooks.add(hook));
    }

    Outcome run(String mainClass, List<String> arguments, String input) throws InterruptedException {
        var run = new Run();
        Console.Recording recording = console.record(input);
        var loader = new ToolClassLoader(ToolRunner.class.getClassLoader());
        var thread = new Thread(() -> call(run, loader, mainClass, arguments), "tool");
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            if (!thread.join(LIMIT)) {
                thread.interrupt();
                throw new AssertionError("still running after %s: %s %s%n%s"
                        .formatted(LIMIT, mainClass, String.join(" ", arguments), recording.ended(-1)));
            }
            return recording.ended(run.exitCodeOr(0));
        } finally {
            run.isRunning = false;
            console.release();
        }
    }

    @Override
    public void close() {
        Exit.resetExitProcedure();
        Exit.resetHaltProcedure();
        Exit.resetShutdownHookAdder();
        console.close();
    }

    private void call(Run run, ClassLoader loader, String mainClass, List<String> arguments) {
        current.set(run);
        try {
            loader.loadClass(mainClass).getMethod("main", String[].class).invoke(null, (Object)
                    arguments.toArray(String[]::new));
            run.callHooks();
        } catch (InvocationTargetException e) {
            died(run, e.getCause());
        } catch (ReflectiveOperationException e) {
            died(run, e);
        }
    }

    /// What the JVM does with an exception that leaves `main`.
    private static void died(Run run, @Nullable Throwable cause) {
        if (cause != null && !(cause instanceof Exited)) {
            System.err.println("Exception in thread \"main\" " + cause);
            run.exitCode.compareAndSet(null, 1);
        }
    }

    private void exit(int code) {
        Run run = current.get();
        if (run.exitCode.compareAndSet(null, code)) {
            run.callHooks();
            if (run.isRunning) {
                console.mute();
            }
        }
        throw new Exited();
    }

    /// One call of a tool; known to the threads that the tool starts.
    private static final class Run {
        private final AtomicReference<@Nullable Integer> exitCode = new AtomicReference<>();
        private final Queue<Runnable> hooks = new ConcurrentLinkedQueue<>();
        private volatile boolean isRunning = true;

        /// Some tools send in their shutdown hook what they were given to send.
        void callHooks() {
            List<Thread> threads =
                    hooks.stream().map(Thread.ofPlatform().daemon()::start).toList();
            hooks.clear();
            for (Thread thread : threads) {
                try {
                    thread.join(PATIENCE_WITH_HOOKS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        int exitCodeOr(int ifItJustEnded) {
            Integer code = exitCode.get();
            return code == null ? ifItJustEnded : code;
        }
    }

    /// Unwinds the tool from where it wanted the process to end.
    private static final class Exited extends Error {
        private static final long serialVersionUID = 1L;

        Exited() {
            super(null, null, false, false);
        }
    }
}

package io.highwater.runner.platform;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/// The data directory of a platform: `run/` (pid files, ports), `logs/`, and a folder for each part's
/// state.
public record RunDirectory(Path root) {
    private static final String RUNNER = "runner";
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    public Path folder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new PlatformException(
                    "cannot create %s: %s. Give another place with --data DIR".formatted(root.resolve(name), e), e);
        }
    }

    public Path log(String part) {
        return folder("logs").resolve(part + ".log");
    }

    /// Keeps the log of the run before as `NAME.previous.log` and starts an empty one.
    void rotateLog(String part) {
        Path log = log(part);
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(part + ".previous.log"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.createFile(log);
        } catch (IOException e) {
            throw new PlatformException("cannot write " + log + ": " + e, e);
        }
    }

    void writePid(String part, long pid) {
        try {
            Path temporary = folder("run").resolve(part + ".pid.new");
            Files.writeString(temporary, pid + "\n");
            Files.move(temporary, pidFile(part), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new PlatformException("cannot write " + pidFile(part) + ": " + e, e);
        }
    }

    void removePid(String part) {
        try {
            Files.deleteIfExists(pidFile(part));
        } catch (IOException e) {
            throw new PlatformException("cannot remove " + pidFile(part) + ": " + e, e);
        }
    }

    /// The live process that a pid file names, unless its number meanwhile belongs to a program that is
    /// not ours.
    Optional<ProcessHandle> process(String part) {
        try {
            long pid = Long.parseLong(Files.readString(pidFile(part)).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isOurs);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new PlatformException("cannot read " + pidFile(part) + ": " + e + ". Remove it", e);
        }
    }

    /// The runner that supervises the platform of this directory, when one runs.
    public Optional<ProcessHandle> runner() {
        return process(RUNNER);
    }

    void writeRunner() {
        writePid(RUNNER, ProcessHandle.current().pid());
    }

    void removeRunner() {
        removePid(RUNNER);
    }

    void writePorts(Ports ports) {
        var properties = new Properties();
        ports.byName().forEach((name, port) -> properties.setProperty(name, String.valueOf(port)));
        properties.setProperty(BOOTSTRAP_SERVERS, ports.bootstrapServers());
        try (Writer writer = Files.newBufferedWriter(portsFile())) {
            properties.store(writer, "The ports of the platform that runs, or ran last, in this directory");
        } catch (IOException e) {
            throw new PlatformException("cannot write " + portsFile() + ": " + e, e);
        }
    }

    /// The ports of the platform that runs here, or the usual ones where none ran yet.
    public Ports ports() {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(portsFile())) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Ports.of(0, new LinkedHashMap<>());
        } catch (IOException e) {
            throw new PlatformException("cannot read " + portsFile() + ": " + e, e);
        }
        var given = new LinkedHashMap<String, Integer>();
        Object bootstrapServers = properties.remove(BOOTSTRAP_SERVERS);
        properties
                .stringPropertyNames()
                .forEach(name -> given.put(name, Integer.valueOf(properties.getProperty(name))));
        return Ports.of(0, given).withBootstrapServers(Objects.toString(bootstrapServers, ""));
    }

    /// Remembers the cluster that a platform was moved to, for every start from now on.
    public void writeHome(String bootstrapServers) {
        try {
            Files.writeString(homeFile(), bootstrapServers + "\n");
        } catch (IOException e) {
            throw new PlatformException("cannot write " + homeFile() + ": " + e, e);
        }
    }

    /// The cluster that the platform of this directory was moved to; "" for the bundled broker.
    public String home() {
        try {
            return Files.readString(homeFile()).strip();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new PlatformException("cannot read " + homeFile() + ": " + e, e);
        }
    }

    private Path homeFile() {
        return folder("run").resolve("moved-to");
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info().command().map(this::isOurProgram).orElse(true);
    }

    private boolean isOurProgram(String program) {
        String name = String.valueOf(Path.of(program).getFileName());
        return name.startsWith("java") || name.startsWith("postgres") || name.startsWith("redis-server");
    }

    private Path pidFile(String part) {
        return folder("run").resolve(part + ".pid");
    }

    private Path portsFile() {
        return folder("run").resolve("ports.properties");
    }
}

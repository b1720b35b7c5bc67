package io.highwater.broker.server.runtime;

import io.highwater.broker.log.directory.LogDirectory;
import io.highwater.broker.log.directory.MetaProperties;
import io.highwater.broker.log.store.DirectoryFaultException;
import io.highwater.broker.log.store.Disk;
import io.highwater.broker.log.store.DiskFullException;
import io.highwater.broker.protocol.Uuid;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The entries of `log.dirs` and the directory of the metadata log: opened, given an identity, and watched.
///
/// A directory that cannot be used, from the beginning or later, is *failed*: the node goes on with the others. It has
/// [#ended] when its metadata directory or every directory of data has failed. A failed directory is tried again by
/// the next start.
///
/// Thread-safety: any thread.
final class LogDirectories implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogDirectories.class);

    private final List<Path> dataPaths;
    private final Path metadataPath;
    private final Map<Path, LogDirectory> opened;
    private final Map<Path, String> failed = new ConcurrentHashMap<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final String clusterId;

    private LogDirectories(List<Path> dataPaths, Path metadataPath, Map<Path, LogDirectory> opened, String clusterId) {
        this.dataPaths = dataPaths;
        this.metadataPath = metadataPath;
        this.opened = opened;
        this.clusterId = clusterId;
    }

    /// Locks the directories and gives new ones an identity.
    ///
    /// @param clusterId the id for a new cluster; empty for a random one
    /// @throws WrongIdentityException when a directory belongs to another cluster or node
    /// @throws DirectoryFaultException when the metadata directory, or every other one, cannot be used
    static LogDirectories open(
            Disk disk, List<Path> dataPaths, Path metadataPath, int nodeId, String clusterId, SecureRandom random) {
        var opened = new LinkedHashMap<Path, LogDirectory>();
        var faults = new LinkedHashMap<Path, DirectoryFaultException>();
        try {
            var identities = new LinkedHashMap<Path, Optional<MetaProperties>>();
            for (Path path : all(dataPaths, metadataPath)) {
                try {
                    LogDirectory directory = LogDirectory.open(disk, path);
                    opened.put(path, directory);
                    identities.put(path, directory.metaProperties());
                } catch (DirectoryFaultException e) {
                    faults.put(path, e);
                }
            }
            String cluster = clusterId(identities.values(), clusterId, random);
            identities.forEach((path, identity) -> identify(opened(opened, path), identity, cluster, nodeId, random));
            var directories = new LogDirectories(List.copyOf(dataPaths), metadataPath, opened, cluster);
            directories.require(faults);
            return directories;
        } catch (RuntimeException e) {
            opened.values().forEach(LogDirectory::close);
            throw e;
        }
    }

    private static Set<Path> all(List<Path> dataPaths, Path metadataPath) {
        var all = new LinkedHashSet<>(dataPaths);
        all.add(metadataPath);
        return all;
    }

    private static LogDirectory opened(Map<Path, LogDirectory> directories, Path path) {
        return Objects.requireNonNull(directories.get(path));
    }

    private static String clusterId(
            Iterable<Optional<MetaProperties>> identities, String configured, SecureRandom random) {
        for (Optional<MetaProperties> identity : identities) {
            if (identity.isPresent()) {
                String known = identity.get().clusterId();
                if (!configured.isEmpty() && !configured.equals(known)) {
                    throw new WrongIdentityException("highwater.cluster.id", configured, known);
                }
                return known;
            }
        }
        return configured.isEmpty() ? Uuid.random(random).toString() : configured;
    }

    private static void identify(
            LogDirectory directory, Optional<MetaProperties> known, String cluster, int nodeId, SecureRandom random) {
        if (known.isEmpty()) {
            directory.format(new MetaProperties(cluster, nodeId, Uuid.random(random)));
            return;
        }
        MetaProperties properties = known.get();
        if (properties.nodeId() != nodeId) {
            throw new WrongIdentityException(
                    directory.path() + ": node.id", Integer.toString(nodeId), Integer.toString(properties.nodeId()));
        }
        if (!properties.clusterId().equals(cluster)) {
            throw new WrongIdentityException(directory.path() + ": cluster.id", cluster, properties.clusterId());
        }
    }

    private void require(Map<Path, DirectoryFaultException> faults) {
        DirectoryFaultException ofMetadata = faults.get(metadataPath);
        if (ofMetadata != null) {
            throw ofMetadata;
        }
        faults.forEach(this::fail);
        if (online().isEmpty()) {
            throw faults.values().iterator().next();
        }
    }

    // --- failing

    /// A directory cannot be used any more. A full disk is no such failure.
    ///
    /// @return whether that is news
    boolean fail(Path path, Throwable cause) {
        if (cause instanceof DiskFullException
                || failed.putIfAbsent(path, String.valueOf(cause.getMessage())) != null) {
            return false;
        }
        LOG.atError()
                .addKeyValue("directory", path)
                .setCause(cause)
                .log("a log directory failed; its partitions are offline until the node is started anew");
        if (path.equals(metadataPath)) {
            ended.complete("the metadata log directory %s failed: %s".formatted(path, cause.getMessage()));
        } else if (online().isEmpty()) {
            ended.complete("all log directories failed, the last one is %s: %s".formatted(path, cause.getMessage()));
        }
        return true;
    }

    /// Completes with the reason when the node cannot go on.
    CompletionStage<String> ended() {
        return ended.minimalCompletionStage();
    }

    boolean isFailed(Path path) {
        return failed.containsKey(path);
    }

    /// The failed directories of data and of the metadata, with the reasons.
    Map<Path, String> failed() {
        return Map.copyOf(failed);
    }

    // --- plain facts

    /// The directories of data that can be used.
    List<LogDirectory> online() {
        return dataPaths.stream()
                .filter(path -> !isFailed(path))
                .flatMap(path -> Optional.ofNullable(opened.get(path)).stream())
                .toList();
    }

    /// As [#online], and the metadata directory where it is one of its own.
    List<LogDirectory> onlineWithMetadata() {
        var all = new ArrayList<>(online());
        if (!dataPaths.contains(metadataPath) && !isFailed(metadataPath)) {
            all.add(metadata());
        }
        return all;
    }

    LogDirectory metadata() {
        return Optional.ofNullable(opened.get(metadataPath)).orElseThrow();
    }

    /// The directories of data, failed ones as well.
    List<Path> dataPaths() {
        return dataPaths;
    }

    String clusterId() {
        return clusterId;
    }

    @Override
    public void close() {
        opened.values().forEach(LogDirectory::close);
    }
}

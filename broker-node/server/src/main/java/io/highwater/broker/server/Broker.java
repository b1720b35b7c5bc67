package io.highwater.broker.server;

import io.highwater.broker.core.controller.ConfigDescriptions;
import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.core.controller.ControllerSettings;
import io.highwater.broker.core.controller.InternalTopics;
import io.highwater.broker.core.group.GroupSettings;
import io.highwater.broker.log.store.SystemDisk;
import io.highwater.broker.server.api.ApiVersionsHandler;
import io.highwater.broker.server.api.Handlers;
import io.highwater.broker.server.api.RequestDispatcher;
import io.highwater.broker.server.config.BrokerConfig;
import io.highwater.broker.server.config.Endpoint;
import io.highwater.broker.server.config.Settings;
import io.highwater.broker.server.metrics.CompactionMetrics;
import io.highwater.broker.server.metrics.LogMetrics;
import io.highwater.broker.server.metrics.MetricRegistry;
import io.highwater.broker.server.metrics.NetworkMetrics;
import io.highwater.broker.server.metrics.QuotaMetrics;
import io.highwater.broker.server.metrics.RequestMetrics;
import io.highwater.broker.server.metrics.StatusPage;
import io.highwater.broker.server.net.Listeners;
import io.highwater.broker.server.runtime.Background;
import io.highwater.broker.server.runtime.CheckpointWriter;
import io.highwater.broker.server.runtime.ClusterMetadata;
import io.highwater.broker.server.runtime.CompactionSetup;
import io.highwater.broker.server.runtime.Compactor;
import io.highwater.broker.server.runtime.ControllerHost;
import io.highwater.broker.server.runtime.LiveSettings;
import io.highwater.broker.server.runtime.LocalPartitions;
import io.highwater.broker.server.runtime.Maintenance;
import io.highwater.broker.server.runtime.Node;
import io.highwater.broker.server.runtime.Partitions;
import io.highwater.broker.server.runtime.ProducerIds;
import io.highwater.broker.server.runtime.Registration;
import io.highwater.broker.server.runtime.RunningNode;
import io.highwater.broker.server.runtime.Scrubber;
import io.highwater.broker.server.runtime.Shards;
import io.highwater.broker.server.runtime.Storage;
import io.highwater.broker.server.runtime.TopicCreation;
import io.highwater.broker.server.runtime.group.Groups;
import io.highwater.broker.server.runtime.quota.ClientQuotas;
import io.highwater.broker.server.runtime.quota.ConnectionRates;
import io.highwater.broker.server.runtime.quota.QuotaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A whole broker in this process. Several may run side by side; nothing is shared and nothing is left behind
/// after [#close].
///
/// ```java
/// try (var broker = Broker.start(BrokerConfig.of(Map.of("listeners", "PLAINTEXT://127.0.0.1:0", "log.dirs", dir)))) {
///     properties.put("bootstrap.servers", broker.bootstrapServers());
/// }
/// ```
public final class Broker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final String ANY_HOST_IS_CALLED = "localhost";

    private final BrokerConfig config;
    /// What has been started, the newest first; closed in this order.
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private final MetricRegistry registry = new MetricRegistry();
    private List<Endpoint> bound = List.of();
    private List<Endpoint> advertised = List.of();
    private String clusterId = "";
    private @Nullable StatusPage statusPage;

    private final CompletableFuture<String> failure = new CompletableFuture<>();

    private Broker(BrokerConfig config) {
        this.config = config;
    }

    /// Starts a broker and returns when clients can use it.
    ///
    /// @throws RuntimeException when it cannot start; the message says why and what to do, and nothing
    /// keeps running
    public static Broker start(BrokerConfig config) {
        var broker = new Broker(config);
        try {
            broker.open();
            return broker;
        } catch (RuntimeException | Error e) {
            broker.close();
            throw e;
        }
    }

    /// Where clients connect, as `host:port` between commas.
    public String bootstrapServers() {
        return advertised.stream()
                .map(endpoint -> endpoint.host() + ":" + endpoint.port())
                .collect(Collectors.joining(","));
    }

    /// Where the node is bound.
    public List<Endpoint> listeners() {
        return bound;
    }

    /// The id of the cluster, random unless it was configured.
    public String clusterId() {
        return clusterId;
    }

    /// Port of the page with metrics and health; empty when there is none.
    public OptionalInt httpPort() {
        return statusPage == null ? OptionalInt.empty() : OptionalInt.of(statusPage.port());
    }

    /// Completes with the reason when the node could not go on, because its metadata directory or all log directories
    /// failed; it is closing then. Never completes otherwise.
    public CompletionStage<String> failure() {
        return failure.minimalCompletionStage();
    }

    /// Ends everything in good order: answers are sent away, logs are made durable and closed.
    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.atError().setCause(e).log("a part of the broker did not close well");
            }
        }
    }

    private void open() {
        config.warnings().forEach(warning -> LOG.warn("{}", warning));
        var random = new SecureRandom();
        Shards shards = keep(new Shards(config.shards()));
        Background background = keep(new Background(Math.max(
                config.get(Settings.BACKGROUND_THREADS),
                config.get(Settings.RECOVERY_THREADS) * config.logDirs().size())));
        Storage storage = keep(Storage.open(
                new SystemDisk(),
                config.logDirs(),
                config.metadataLogDir(),
                config.get(Settings.NODE_ID),
                config.get(Settings.CLUSTER_ID),
                random));
        clusterId = storage.clusterId();
        var metadata = new ClusterMetadata();
        var partitions = new Partitions(shards);
        var groups = new Groups(shards, background, metadata, groupSettings());
        var quotaMetrics = new QuotaMetrics(registry);
        var quotas = new ClientQuotas(metadata, shards, quotaSettings(), quotaMetrics);
        var node = new Node(shards, metadata, partitions, groups, quotas, config.get(Settings.FETCH_MAX_BYTES));
        serve(
                node,
                storage,
                background,
                random,
                new ConnectionRates(metadata, background, quotaSettings(), quotaMetrics));
    }

    private QuotaSettings quotaSettings() {
        return QuotaSettings.of(
                config.get(Settings.QUOTA_WINDOWS),
                config.get(Settings.QUOTA_WINDOW_SECONDS),
                config.get(Settings.CONTROLLER_QUOTA_WINDOWS),
                config.get(Settings.CONTROLLER_QUOTA_WINDOW_SECONDS));
    }

    private void serve(Node node, Storage storage, Background background, SecureRandom random, ConnectionRates rates) {
        int nodeId = config.get(Settings.NODE_ID);
        Map<String, String> written = NodeKeys.written(config);
        var configs = new ConfigDescriptions(nodeId, NodeKeys.all(), written);
        var live = new LiveSettings(node.metadata(), configs);
        var logMetrics = new LogMetrics(registry);
        var local = new LocalPartitions(
                nodeId,
                node.shards(),
                background,
                storage,
                node.partitions(),
                node.groups(),
                configs,
                logMetrics,
                node.metadata().offline());
        var controller = new Controller(controllerSettings(written), random);
        ControllerHost host = ControllerHost.open(node.shards().first(), background, storage, node.metadata(), local);
        AutoCloseable metadataLog = host::letGo;
        keep(metadataLog);
        var dispatch = new LateDispatcher();
        var listeners = keep(new Listeners(
                config,
                node.shards(),
                dispatch,
                new NetworkMetrics(registry),
                rates,
                () -> live.number(Settings.MAX_CONNECTIONS.name()),
                () -> live.number(Settings.MAX_CONNECTIONS_PER_IP.name())));
        bind(listeners);
        var registration = new Registration(controller, nodeId, storage, addresses(), random);
        long brokerEpoch = host.register(registration).toCompletableFuture().join();
        storage.setStraysAside(id -> id.partition() < node.metadata().partitionCount(id.topic()));
        node.metadata()
                .offline()
                .announceTo(ids -> host.decide(image -> controller.takeOffline(image, nodeId, ids))
                        .exceptionally(error -> {
                            LOG.atError().setCause(error).log("the controller could not be told of failed partitions");
                            return 0;
                        }));
        var checkpoints = new CheckpointWriter(node.shards().first(), node.partitions(), storage);
        var maintenance = new Maintenance(
                node.shards().first(),
                background,
                node.partitions(),
                checkpoints,
                config.get(Settings.LOG_RETENTION_CHECK_INTERVAL_MS),
                () -> live.number(Settings.PRODUCER_ID_EXPIRATION_MS.name()));
        // Ends after the listeners and before the storage.
        started.remove(listeners);
        started.remove(metadataLog);
        keep(new RunningNode(host, local, maintenance, storage, brokerEpoch));
        keep(compactor(node, storage, checkpoints, random)).start();
        keep(listeners);
        var scrubber = keep(new Scrubber(
                node.shards(),
                background,
                node.partitions(),
                logMetrics,
                config.get(Settings.SCRUB_BYTES_PER_SECOND),
                config.get(Settings.SCRUB_INTERVAL_MS)));
        maintenance.start();
        scrubber.start();
        var producerIds = new ProducerIds(node.shards().first(), host, controller, nodeId, brokerEpoch);
        var creation = new TopicCreation(
                host,
                controller,
                config.get(Settings.AUTO_CREATE_TOPICS),
                InternalTopics.consumerOffsets(
                        config.get(Settings.OFFSETS_PARTITIONS),
                        config.get(Settings.OFFSETS_REPLICATION_FACTOR).shortValue(),
                        config.get(Settings.OFFSETS_SEGMENT_BYTES)));
        var apis = new Apis(
                node, storage, host, background, controller, configs, creation, producerIds, clusterId, nodeId);
        dispatch.set(dispatcher(apis));
        listeners.open();
        showStatus(node, storage, listeners);
        storage.ended().thenAccept(this::giveUp);
    }

    private Compactor compactor(Node node, Storage storage, CheckpointWriter checkpoints, SecureRandom random) {
        var setup = new CompactionSetup(
                config.get(Settings.CLEANER_THREADS),
                config.get(Settings.CLEANER_IO_MAX_BYTES),
                config.get(Settings.CLEANER_DEDUPE_BUFFER_SIZE),
                config.get(Settings.CLEANER_IO_BUFFER_SIZE),
                config.get(Settings.CLEANER_BACKOFF_MS));
        return new Compactor(
                setup,
                node.shards().first(),
                node.partitions(),
                storage,
                checkpoints,
                new CompactionMetrics(registry),
                random);
    }

    private RequestDispatcher dispatcher(Apis apis) {
        var handlers = new ArrayList<>(
                apis.handlers(config.get(Settings.FETCH_SESSION_SLOTS), config.get(Settings.MAX_REQUEST_PARTITIONS)));
        var table = new Handlers[1];
        var apiVersions = new ApiVersionsHandler(() -> table[0], apis.node().metadata());
        handlers.add(apiVersions);
        table[0] = new Handlers(handlers);
        return new RequestDispatcher(
                table[0], apiVersions, new RequestMetrics(registry), apis.node().quotas());
    }

    private <T extends AutoCloseable> T keep(T part) {
        started.push(part);
        return part;
    }

    private void bind(Listeners listeners) {
        var all = new ArrayList<Endpoint>();
        config.listeners().forEach(endpoint -> all.add(listeners.bind(endpoint)));
        bound = List.copyOf(all);
        advertised = bound.stream().map(this::advertised).toList();
    }

    private Endpoint advertised(Endpoint endpoint) {
        Optional<Endpoint> configured = config.advertisedListeners().stream()
                .filter(candidate -> candidate.listener().equals(endpoint.listener()))
                .findFirst();
        if (configured.isPresent()) {
            return configured.get().port() == 0 ? configured.get().withPort(endpoint.port()) : configured.get();
        }
        boolean anyHost = endpoint.host().isEmpty()
                || endpoint.host().equals("0.0.0.0")
                || endpoint.host().equals("::");
        return anyHost ? endpoint.withHost(ANY_HOST_IS_CALLED) : endpoint;
    }

    private List<Registration.Address> addresses() {
        return advertised.stream()
                .map(endpoint -> new Registration.Address(endpoint.listener(), endpoint.host(), endpoint.port()))
                .toList();
    }

    /// Not on the thread that found out: it is one of those that closing waits for.
    private void giveUp(String reason) {
        LOG.atError().log("the node stops: {}", reason);
        var thread = new Thread(this::close, "give-up");
        thread.setDaemon(true);
        thread.start();
        failure.complete(reason);
    }

    private void showStatus(Node node, Storage storage, Listeners listeners) {
        int port = config.get(Settings.HTTP_PORT);
        if (port < 0) {
            return;
        }
        var gauges = new NodeGauges(node, storage, listeners);
        gauges.register(registry);
        try {
            statusPage = keep(new StatusPage(
                    new InetSocketAddress(config.get(Settings.HTTP_HOST), port), registry, gauges::problem));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot serve metrics on %s:%d: %s; choose another port with highwater.http.port, or -1 for none"
                            .formatted(config.get(Settings.HTTP_HOST), port, e.getMessage()),
                    e);
        }
    }

    private ControllerSettings controllerSettings(Map<String, String> written) {
        return new ControllerSettings(
                config.get(Settings.NUM_PARTITIONS),
                config.get(Settings.DEFAULT_REPLICATION_FACTOR).shortValue(),
                config.get(Settings.DELETE_TOPICS),
                written);
    }

    private GroupSettings groupSettings() {
        return new GroupSettings(
                config.get(Settings.GROUP_MIN_SESSION_TIMEOUT_MS),
                config.get(Settings.GROUP_MAX_SESSION_TIMEOUT_MS),
                config.get(Settings.GROUP_INITIAL_REBALANCE_DELAY_MS),
                config.get(Settings.GROUP_MAX_SIZE),
                GroupSettings.DEFAULTS.newMemberJoinTimeoutMs(),
                config.get(Settings.OFFSET_METADATA_MAX_BYTES),
                config.get(Settings.OFFSETS_RETENTION_MINUTES) * 60_000L,
                config.get(Settings.OFFSETS_RETENTION_CHECK_MS));
    }
}

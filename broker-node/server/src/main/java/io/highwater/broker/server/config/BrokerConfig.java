package io.highwater.broker.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The settings of one node, complete and checked. Immutable.
///
/// Reading is all or nothing: an unknown key, a nonsense value or a combination that cannot work throws
/// [InvalidConfigurationException] with every problem in it.
public final class BrokerConfig {
    private static final String PLAINTEXT = "PLAINTEXT";

    private final Map<String, String> explicit;
    private final Map<String, Object> values;
    private final List<String> warnings;
    private final List<Endpoint> listeners;
    private final List<Endpoint> advertised;

    private BrokerConfig(Map<String, String> explicit, List<String> problems) {
        this.explicit = Map.copyOf(explicit);
        this.warnings = new ArrayList<>();
        this.values = new HashMap<>();
        for (Setting<?> setting : Settings.all().values()) {
            values.put(setting.name(), parse(setting, explicit.get(setting.name()), problems));
        }
        for (String key : explicit.keySet().stream().sorted().toList()) {
            if (!Settings.all().containsKey(key)) {
                judgeForeignKey(key, problems);
            }
        }
        this.listeners = brokerListeners(problems);
        this.advertised = endpoints(Settings.ADVERTISED_LISTENERS, problems);
        checkCombinations(problems);
    }

    /// Reads what a properties file or a test says; keys that are absent take their defaults.
    public static BrokerConfig of(Map<String, String> properties) {
        var problems = new ArrayList<String>();
        var config = new BrokerConfig(properties, problems);
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
        return config;
    }

    /// Reads a `server.properties` and lays the overrides over it.
    public static BrokerConfig load(Path file, Map<String, String> overrides) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        var merged = new HashMap<String, String>();
        properties
                .stringPropertyNames()
                .forEach(name -> merged.put(name, properties.getProperty(name).strip()));
        merged.putAll(overrides);
        return of(merged);
    }

    /// The value of a setting, its default when the operator did not say.
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting.name());
        if (value == null) {
            throw new IllegalArgumentException(setting.name() + " is not in the table of settings");
        }
        return (T) value;
    }

    /// What the operator wrote for a key, if anything.
    public Optional<String> written(String key) {
        return Optional.ofNullable(explicit.get(key));
    }

    /// Where clients are served; at least one.
    public List<Endpoint> listeners() {
        return listeners;
    }

    /// Where clients are told to connect; empty when that is simply where the node is bound.
    public List<Endpoint> advertisedListeners() {
        return advertised;
    }

    /// The folders of the logs, at least one.
    public List<Path> logDirs() {
        List<String> dirs = get(Settings.LOG_DIRS);
        return (dirs.isEmpty() ? Setting.splitList(get(Settings.LOG_DIR)) : dirs)
                .stream().map(Path::of).toList();
    }

    /// The folder that holds the metadata log.
    public Path metadataLogDir() {
        String dir = get(Settings.METADATA_LOG_DIR);
        return dir.isEmpty() ? logDirs().getFirst() : Path.of(dir);
    }

    /// How many threads serve requests.
    public int shards() {
        int asked = get(Settings.SHARDS);
        return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
    }

    /// Whether an acknowledgement waits for an fsync.
    public boolean groupCommit() {
        return get(Settings.FLUSH_MODE).equals("group-commit");
    }

    /// What the operator wrote and we pass over, one sentence each.
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private static <T> T parse(Setting<T> setting, @Nullable String text, List<String> problems) {
        if (text != null) {
            try {
                return setting.parser().apply(text.strip());
            } catch (IllegalArgumentException e) {
                problems.add("%s = %s: the value must be %s".formatted(setting.name(), text, setting.allowed()));
            }
        }
        return setting.parser().apply(setting.fallback());
    }

    private void judgeForeignKey(String key, List<String> problems) {
        String value = explicit.get(key);
        Optional<UnsupportedKeys.Verdict> verdict = UnsupportedKeys.verdict(key);
        if (verdict.isEmpty()) {
            problems.add("%s = %s: no such key%s".formatted(key, value, suggestion(key)));
        } else if (verdict.get().refused()) {
            problems.add("%s = %s: %s".formatted(key, value, verdict.get().reason()));
        } else {
            warnings.add("%s has no effect: %s".formatted(key, verdict.get().reason()));
        }
    }

    private static String suggestion(String key) {
        return Settings.all().keySet().stream()
                .filter(known -> EditDistance.between(known, key) <= 3)
                .findFirst()
                .map(known -> "; did you mean " + known + "?")
                .orElse("; keys are Kafka's, and those of this broker begin with highwater.");
    }

    private List<Endpoint> brokerListeners(List<String> problems) {
        Set<String> controllerNames = Set.copyOf(get(Settings.CONTROLLER_LISTENER_NAMES));
        var broker = new ArrayList<Endpoint>();
        for (Endpoint endpoint : endpoints(Settings.LISTENERS, problems)) {
            if (controllerNames.contains(endpoint.listener())) {
                warnings.add("listener %s is not opened: the only controller is inside this node"
                        .formatted(endpoint.listener()));
            } else {
                broker.add(endpoint);
            }
        }
        if (broker.isEmpty() && problems.isEmpty()) {
            problems.add("listeners = %s: at least one listener must be for clients"
                    .formatted(String.join(",", get(Settings.LISTENERS))));
        }
        return List.copyOf(broker);
    }

    private List<Endpoint> endpoints(Setting<List<String>> setting, List<String> problems) {
        var endpoints = new ArrayList<Endpoint>();
        var names = new HashSet<String>();
        for (String text : get(setting)) {
            try {
                Endpoint endpoint = Endpoint.parse(text);
                endpoints.add(endpoint);
                if (!names.add(endpoint.listener())) {
                    problems.add(
                            "%s = %s: the name %s is used twice".formatted(setting.name(), text, endpoint.listener()));
                }
            } catch (IllegalArgumentException e) {
                problems.add("%s = %s: the value must be NAME://host:port with a port from 0 to 65535"
                        .formatted(setting.name(), text));
            }
        }
        return List.copyOf(endpoints);
    }

    private void checkCombinations(List<String> problems) {
        checkRoles(problems);
        checkSecurityProtocols(problems);
        checkVoters(problems);
        checkAdvertised(problems);
        checkTimeouts(problems);
        checkReplicationFactors(problems);
    }

    private void checkRoles(List<String> problems) {
        List<String> roles = get(Settings.PROCESS_ROLES);
        if (!Set.copyOf(roles).equals(Set.of("broker", "controller"))) {
            problems.add("process.roles = %s: the value must be broker,controller; nodes with one role need a cluster, "
                            .formatted(String.join(",", roles))
                    + "which is not part of this version");
        }
    }

    private void checkSecurityProtocols(List<String> problems) {
        var protocols = new HashMap<String, String>();
        for (String entry : get(Settings.SECURITY_PROTOCOL_MAP)) {
            int colon = entry.indexOf(':');
            if (colon < 1) {
                problems.add("listener.security.protocol.map = %s: the value must be NAME:PROTOCOL".formatted(entry));
            } else {
                protocols.put(entry.substring(0, colon), entry.substring(colon + 1));
            }
        }
        for (Endpoint listener : listeners) {
            String protocol = protocols.get(listener.listener());
            if (protocol == null) {
                problems.add("listeners = %s: listener.security.protocol.map must name a protocol for %s"
                        .formatted(listener, listener.listener()));
            } else if (!protocol.equals(PLAINTEXT)) {
                problems.add("listeners = %s: its protocol %s is not part of this version; it must be PLAINTEXT"
                        .formatted(listener, protocol));
            }
        }
    }

    private void checkVoters(List<String> problems) {
        List<String> voters = get(Settings.QUORUM_VOTERS);
        if (voters.size() > 1) {
            problems.add("controller.quorum.voters = %s: clusters of more than one node are not part of this version"
                    .formatted(String.join(",", voters)));
        } else if (voters.size() == 1 && !voters.getFirst().startsWith(get(Settings.NODE_ID) + "@")) {
            problems.add("controller.quorum.voters = %s: the only voter must be this node, %d@host:port"
                    .formatted(voters.getFirst(), get(Settings.NODE_ID)));
        }
    }

    private void checkAdvertised(List<String> problems) {
        Set<String> names = new HashSet<>(get(Settings.CONTROLLER_LISTENER_NAMES));
        listeners.forEach(listener -> names.add(listener.listener()));
        for (Endpoint endpoint : advertised) {
            if (!names.contains(endpoint.listener())) {
                problems.add("advertised.listeners = %s: there is no listener of that name".formatted(endpoint));
            }
            if (endpoint.host().isEmpty()
                    || endpoint.host().equals("0.0.0.0")
                    || endpoint.host().equals("::")) {
                problems.add("advertised.listeners = %s: clients cannot connect to %s; name a host they can reach"
                        .formatted(endpoint, endpoint.host().isEmpty() ? "an empty host" : endpoint.host()));
            }
        }
        String interBroker = get(Settings.INTER_BROKER_LISTENER_NAME);
        if (!interBroker.isEmpty() && !names.contains(interBroker)) {
            problems.add("inter.broker.listener.name = %s: there is no listener of that name".formatted(interBroker));
        }
    }

    private void checkTimeouts(List<String> problems) {
        if (get(Settings.GROUP_MIN_SESSION_TIMEOUT_MS) > get(Settings.GROUP_MAX_SESSION_TIMEOUT_MS)) {
            problems.add(
                    "group.min.session.timeout.ms = %d: the value must not exceed group.max.session.timeout.ms = %d"
                            .formatted(
                                    get(Settings.GROUP_MIN_SESSION_TIMEOUT_MS),
                                    get(Settings.GROUP_MAX_SESSION_TIMEOUT_MS)));
        }
    }

    private void checkReplicationFactors(List<String> problems) {
        for (Setting<Integer> setting :
                List.of(Settings.DEFAULT_REPLICATION_FACTOR, Settings.OFFSETS_REPLICATION_FACTOR)) {
            if (get(setting) > 1) {
                problems.add("%s = %d: the value must be 1; a single node has no place for a second copy"
                        .formatted(setting.name(), get(setting)));
            }
        }
    }
}

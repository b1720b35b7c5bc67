package io.highwater.testcontainers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The shell line that becomes the broker. It is written once the container runs: only then is it known
/// which port of this machine leads to it, which its clients have to be told.
///
/// @param entryPoint    of the image
/// @param ownAddress    of the listener for this machine, as its clients reach it
/// @param networkAddress of the listener for other containers
/// @param config        keys over the image's
record BrokerCommand(List<String> entryPoint, String ownAddress, String networkAddress, Map<String, String> config) {
    /// Where the broker listens for clients in other containers.
    static final int NETWORK_PORT = 9092;
    /// Where it listens for clients on this machine, who see a port of the machine's.
    static final int OWN_PORT = 19092;
    /// Metrics and health.
    static final int STATUS_PORT = 9404;

    private static final String NETWORK = "CONTAINERS";
    private static final String OWN = "MACHINE";

    BrokerCommand {
        entryPoint = List.copyOf(entryPoint);
        config = Map.copyOf(config);
    }

    /// Ends with the arguments of the shell that reads it.
    String line() {
        var words = new ArrayList<>(entryPoint);
        listening().forEach((key, value) -> override(words, key, value));
        config.forEach((key, value) -> override(words, key, value));
        return words.stream().map(BrokerCommand::quoted).collect(Collectors.joining(" ", "exec ", " \"$@\"\n"));
    }

    /// Keys that this class sets, and a user must not.
    static boolean owns(String key) {
        return new BrokerCommand(List.of(), "", "", Map.of()).listening().containsKey(key)
                || key.equals("highwater.http.port");
    }

    private Map<String, String> listening() {
        return Map.of(
                "listeners", "%s://0.0.0.0:%d,%s://0.0.0.0:%d".formatted(NETWORK, NETWORK_PORT, OWN, OWN_PORT),
                "advertised.listeners", "%s://%s,%s://%s".formatted(NETWORK, networkAddress, OWN, ownAddress),
                "listener.security.protocol.map", "%s:PLAINTEXT,%s:PLAINTEXT".formatted(NETWORK, OWN),
                "inter.broker.listener.name", NETWORK,
                "highwater.http.host", "0.0.0.0");
    }

    private static void override(List<String> words, String key, String value) {
        words.add("--override");
        words.add(key + "=" + value);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}

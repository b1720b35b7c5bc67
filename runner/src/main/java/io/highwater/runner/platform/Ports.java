package io.highwater.runner.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which part listens on which port of this machine's loopback address.
///
/// @param bootstrapServers a Kafka cluster of somebody else's to use, or "" for the bundled broker
public record Ports(Map<String, Integer> byName, String bootstrapServers) {
    public static final String POSTGRES = "postgres";
    public static final String REDIS = "redis";
    public static final String BROKER = "broker";
    public static final String BROKER_HTTP = "broker-http";
    public static final String ORDER = "order-service";
    public static final String INVENTORY = "inventory-service";
    public static final String PAYMENT = "payment-service";
    public static final String SAGA = "saga-orchestrator";
    public static final String NOTIFICATION = "notification-service";
    public static final String DEAD_LETTER_WORKER = "notification-dead-letter-worker";
    public static final String RELAY = "outbox-relay";

    private static final List<String> NAMES = List.of(
            POSTGRES,
            REDIS,
            BROKER,
            BROKER_HTTP,
            ORDER,
            INVENTORY,
            PAYMENT,
            SAGA,
            NOTIFICATION,
            DEAD_LETTER_WORKER,
            RELAY);

    /// The usual ports, moved by an offset, except for those that are given.
    public static Ports of(int offset, Map<String, Integer> given) {
        given.keySet().stream()
                .filter(name -> !NAMES.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new PlatformException("there is no part '%s'; ports can be given for %s"
                            .formatted(name, String.join(", ", NAMES)));
                });
        var ports = new LinkedHashMap<String, Integer>();
        usual().forEach((name, port) -> ports.put(name, given.getOrDefault(name, port + offset)));
        return new Ports(ports, "");
    }

    /// The same ports, with the parts talking to another cluster; the bundled broker is left out then.
    public Ports withBootstrapServers(String servers) {
        return new Ports(byName, servers);
    }

    public boolean isBrokerBundled() {
        return bootstrapServers.isEmpty();
    }

    /// Where the parts find their cluster.
    public String effectiveBootstrapServers() {
        return isBrokerBundled() ? "localhost:" + of(BROKER) : bootstrapServers;
    }

    public int of(String name) {
        Integer port = byName.get(name);
        if (port == null) {
            throw new PlatformException(
                    "there is no part '%s'; parts are %s".formatted(name, String.join(", ", byName.keySet())));
        }
        return port;
    }

    /// One sentence for each port that somebody else holds, with what to do; empty when all are free.
    public List<String> taken() {
        var taken = new ArrayList<String>();
        byName.forEach((name, port) -> {
            if (isNeeded(name) && !isFree(port)) {
                taken.add(
                        "port %d, which %s needs, is taken. Stop what listens there, or choose another with --port %s=NUMBER, or move all with --port-offset 1000"
                                .formatted(port, name, name));
            }
        });
        return taken;
    }

    private boolean isNeeded(String name) {
        return isBrokerBundled() || !(name.equals(BROKER) || name.equals(BROKER_HTTP));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, Integer> usual() {
        var settings = SharedSettings.read(System.getenv());
        var usual = new LinkedHashMap<String, Integer>();
        NAMES.forEach(name -> usual.put(name, settings.port(name)));
        return usual;
    }
}

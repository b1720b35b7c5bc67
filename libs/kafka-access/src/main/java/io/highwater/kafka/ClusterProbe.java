package io.highwater.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.TopicExistsException;

/// Asks a cluster what a part will ask of it later, and puts into words what is missing. Takes some
/// seconds at most.
public final class ClusterProbe {
    private static final int CONNECT_WITHIN_MS = 2_000;
    private static final int ANSWER_WITHIN_MS = 5_000;

    /// One that every platform has: where it is, somebody has created the others too.
    private static final String WELL_KNOWN_TOPIC = "orders_events";

    private final String bootstrapServers;
    private final Map<String, Object> client;

    /// @param clientProperties as [AccessSettings] gives them
    public ClusterProbe(String bootstrapServers, Map<String, ?> clientProperties) {
        this.bootstrapServers = bootstrapServers;
        this.client = new HashMap<>(clientProperties);
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
    }

    /// What keeps a platform from running on this cluster and what to do about it; empty when nothing
    /// does.
    public Optional<String> complaint() throws InterruptedException {
        List<String> unreachable = unreachable(addresses());
        if (unreachable.size() == addresses().size()) {
            return Optional.of(
                    "nobody answers at %s. Start the cluster there, or give another address with --bootstrap-servers or HIGHWATER_BOOTSTRAP_SERVERS"
                            .formatted(String.join(", ", unreachable)));
        }
        try (var admin = Admin.create(client)) {
            Optional<String> hidden =
                    hiddenNodes(admin.describeCluster().nodes().get());
            if (hidden.isPresent()) {
                return hidden;
            }
            mayCreateTopics(admin);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(Complaint.of(e, bootstrapServers, protocol()));
        } catch (KafkaException | IllegalArgumentException e) {
            return Optional.of(Complaint.of(e, bootstrapServers, protocol()));
        }
    }

    private String protocol() {
        return String.valueOf(client.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT"));
    }

    private List<String> addresses() {
        return List.of(bootstrapServers.strip().split("\\s*,\\s*"));
    }

    /// A client believes what the cluster says about itself, and then talks to those addresses only.
    private Optional<String> hiddenNodes(Collection<Node> nodes) {
        var addresses =
                nodes.stream().map(node -> node.host() + ":" + node.port()).toList();
        List<String> hidden = unreachable(addresses);
        return hidden.isEmpty() || hidden.size() < addresses.size()
                ? Optional.empty()
                : Optional.of(
                        "the cluster at %s says that its nodes are at %s, where nobody answers from here. Set the brokers' advertised.listeners to addresses that this machine reaches"
                                .formatted(bootstrapServers, String.join(", ", hidden)));
    }

    private static void mayCreateTopics(Admin admin) throws ExecutionException, InterruptedException {
        if (admin.listTopics().names().get().contains(WELL_KNOWN_TOPIC)) {
            return;
        }
        try {
            admin.createTopics(
                            List.of(new NewTopic(WELL_KNOWN_TOPIC, Optional.of(1), Optional.empty())),
                            new CreateTopicsOptions().validateOnly(true))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static List<String> unreachable(Collection<String> addresses) {
        var unreachable = new ArrayList<String>();
        for (String address : addresses) {
            refusal(address).ifPresent(reason -> unreachable.add("%s (%s)".formatted(address, reason)));
        }
        return unreachable;
    }

    private static Optional<String> refusal(String address) {
        int colon = address.lastIndexOf(':');
        try (var socket = new Socket()) {
            String host = address.substring(0, colon).replace("[", "").replace("]", "");
            var target = new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
            if (target.isUnresolved()) {
                return Optional.of("no such host");
            }
            socket.connect(target, CONNECT_WITHIN_MS);
            return Optional.empty();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.of("not of the form HOST:PORT");
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()).toLowerCase(java.util.Locale.ROOT));
        }
    }
}

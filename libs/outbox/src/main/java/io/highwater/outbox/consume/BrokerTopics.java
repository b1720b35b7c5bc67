package io.highwater.outbox.consume;

import io.highwater.kafka.ClusterProbe;
import io.highwater.kafka.Complaint;
import io.highwater.outbox.outage.OutageLog;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/// Creates the topics of a service as soon as a broker can be reached, however long that takes, and sees
/// to it that the service may use them. Says why it waits: nobody there, a refused login, a missing
/// right.
final class BrokerTopics {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String cluster;
    private final Map<String, Object> adminSettings;
    private final Collection<NewTopic> topics;
    private final Rights rights;
    private final OutageLog outages;

    /// @param cluster its address, for the log
    /// @param groups  the consumer groups of the service
    BrokerTopics(
            String cluster,
            Map<String, Object> adminSettings,
            Collection<NewTopic> topics,
            Collection<String> groups,
            OutageLog outages) {
        this.cluster = cluster;
        this.adminSettings = adminSettings;
        this.topics = topics;
        this.rights = new Rights(topics.stream().map(NewTopic::name).toList(), List.copyOf(groups));
        this.outages = outages;
    }

    /// Returns when every topic exists and may be used.
    void await() throws InterruptedException {
        while (!isReady()) {
            Thread.sleep(PAUSE);
        }
        outages.up();
    }

    /// A client for every attempt: there can be none while the broker's name does not resolve.
    private boolean isReady() throws InterruptedException {
        try (var admin = Admin.create(adminSettings)) {
            createMissing(admin);
            var missing = rights.missing(admin);
            missing.ifPresent(right ->
                    outages.because("the cluster at %s lets this user use the topics, but not with %s. Grant it"
                            .formatted(cluster, right)));
            return missing.isEmpty();
        } catch (ExecutionException | KafkaException e) {
            outages.because(explain(e));
            return false;
        }
    }

    /// Where a cluster's owner has made the topics, the right to create some is not needed.
    private void createMissing(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> there = admin.listTopics().names().get();
        var missing =
                topics.stream().filter(topic -> !there.contains(topic.name())).collect(Collectors.toList());
        for (var creation : admin.createTopics(missing).values().values()) {
            awaitCreation(creation);
        }
    }

    private static void awaitCreation(KafkaFuture<Void> creation) throws ExecutionException, InterruptedException {
        try {
            creation.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private String explain(Exception thrown) throws InterruptedException {
        var protocol =
                String.valueOf(adminSettings.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT"));
        return new ClusterProbe(cluster, adminSettings)
                .complaint()
                .orElseGet(() -> Complaint.of(thrown, cluster, protocol));
    }

    /// Settings of an admin client that gives up early enough to say what it waits for.
    static Map<String, Object> impatient(Map<String, Object> settings) {
        var copy = new java.util.HashMap<>(settings);
        copy.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        copy.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        return copy;
    }
}

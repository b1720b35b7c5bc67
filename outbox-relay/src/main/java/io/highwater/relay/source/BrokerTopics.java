package io.highwater.relay.source;

import io.highwater.kafka.Complaint;
import io.highwater.relay.forwarding.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Topics as the broker knows them. A client lives only as long as a question: questions are rare.
final class BrokerTopics implements Topics {
    private static final int ANSWER_WITHIN_MS = 5_000;

    private final Map<String, Object> clientSettings;
    private final String quarantineTopic;
    private volatile String trouble = "";

    /// @param quarantineTopic the one topic that is the relay's own, and made by it when missing
    BrokerTopics(Map<String, Object> clientSettings, String quarantineTopic) {
        this.clientSettings = clientSettings;
        this.quarantineTopic = quarantineTopic;
    }

    @Override
    public Presence lookUp(String topic) {
        try (var admin = Admin.create(withTimeouts())) {
            var presence = describe(admin, topic);
            if (presence == Presence.ABSENT && topic.equals(quarantineTopic)) {
                admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                        .all()
                        .get(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS);
                return Presence.PRESENT;
            }
            return presence;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            trouble = Complaint.of(
                    e,
                    String.valueOf(clientSettings.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)),
                    String.valueOf(
                            clientSettings.getOrDefault(AdminClientConfig.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT")));
            return Presence.UNREACHABLE;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Presence.UNREACHABLE;
        }
    }

    @Override
    public String trouble() {
        return trouble;
    }

    private Map<String, Object> withTimeouts() {
        var settings = new HashMap<>(clientSettings);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "relay-admin");
        return settings;
    }

    private static Presence describe(Admin admin, String topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            admin.describeTopics(List.of(topic)).allTopicNames().get(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS);
            return Presence.PRESENT;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return Presence.ABSENT;
            }
            throw failed;
        }
    }
}

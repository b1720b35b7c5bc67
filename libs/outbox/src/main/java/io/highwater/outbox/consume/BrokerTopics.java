package io.highwater.outbox.consume;

import io.highwater.outbox.outage.OutageLog;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/// Creates the topics of a service as soon as a broker can be reached, however long that takes.
final class BrokerTopics {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<String, Object> adminSettings;
    private final Collection<NewTopic> topics;
    private final OutageLog outages;

    BrokerTopics(Map<String, Object> adminSettings, Collection<NewTopic> topics, OutageLog outages) {
        this.adminSettings = adminSettings;
        this.topics = topics;
        this.outages = outages;
    }

    /// Returns when every topic exists.
    void await() throws InterruptedException {
        while (!created()) {
            Thread.sleep(PAUSE);
        }
        outages.up();
    }

    /// A client for every attempt: there can be none while the broker's name does not resolve.
    private boolean created() throws InterruptedException {
        try (var admin = Admin.create(adminSettings)) {
            return create(admin);
        } catch (KafkaException e) {
            outages.down(String.valueOf(e.getCause() == null ? e : e.getCause()));
            return false;
        }
    }

    private boolean create(Admin admin) throws InterruptedException {
        for (var creation : admin.createTopics(topics).values().values()) {
            if (!succeeded(creation)) {
                return false;
            }
        }
        return true;
    }

    private boolean succeeded(KafkaFuture<Void> creation) throws InterruptedException {
        try {
            creation.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return true;
            }
            outages.down(String.valueOf(e.getCause()));
            return false;
        }
    }

    /// Settings of an admin client that gives up early enough to say what it waits for.
    static Map<String, Object> impatient(Map<String, Object> settings) {
        var copy = new java.util.HashMap<>(settings);
        copy.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        copy.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        return copy;
    }
}

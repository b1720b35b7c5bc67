package io.highwater.outbox.consume;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.outbox.outage.OutageLog;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerTopicsTest {
    private final BrokerTopics topics = new BrokerTopics(
            "broker.invalid:9092",
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "broker.invalid:9092"),
            List.of(new NewTopic("orders_events", 1, (short) 1)),
            List.of("orders"),
            new OutageLog("the broker"));

    /// The client itself cannot be made then, which is no reason to stop waiting: only the interruption
    /// ends it.
    @Test
    void aNameThatDoesNotResolveIsWaitedForAsAnAbsentBrokerIs() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(topics::await).isInstanceOf(InterruptedException.class);
    }

    @AfterEach
    void clearTheInterruption() {
        Thread.interrupted();
    }
}

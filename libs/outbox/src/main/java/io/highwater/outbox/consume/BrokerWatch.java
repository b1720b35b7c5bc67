package io.highwater.outbox.consume;

import io.highwater.outbox.outage.OutageLog;
import java.util.Collection;
import java.util.List;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/// Notices that no consumer is connected to any broker. The clients reconnect by themselves, but tell it in many
/// lines or
/// in none.
final class BrokerWatch {
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers;
    private final OutageLog outages;

    BrokerWatch(List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers, OutageLog outages) {
        this.containers = containers;
        this.outages = outages;
    }

    void look() {
        if (connections() == 0) {
            outages.down("no connection");
        } else {
            outages.up();
        }
    }

    private double connections() {
        return containers.stream()
                .map(ConcurrentMessageListenerContainer::metrics)
                .flatMap(clients -> clients.values().stream())
                .flatMap(metrics -> ((Collection<? extends org.apache.kafka.common.Metric>) metrics.values()).stream())
                .filter(metric -> metric.metricName().name().equals("connection-count"))
                .mapToDouble(metric -> metric.metricValue() instanceof Double count ? count : 0)
                .sum();
    }
}

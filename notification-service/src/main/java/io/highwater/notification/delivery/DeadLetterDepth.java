package io.highwater.notification.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import org.springframework.stereotype.Component;

/// Gauge `notification.dlq.depth` by status: how many deliveries failed and have not ended well. Counted at each
/// scrape.
@Component
class DeadLetterDepth implements MeterBinder {
    private final DeliveryViews views;

    DeadLetterDepth(DeliveryViews views) {
        this.views = views;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (var status : List.of(DeliveryStatus.DEAD_LETTERED, DeliveryStatus.RETRYING, DeliveryStatus.PARKED)) {
            Gauge.builder("notification.dlq.depth", views, source -> source.count(status))
                    .tag("status", status.name())
                    .register(registry);
        }
    }
}

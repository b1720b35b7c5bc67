package io.highwater.notification.delivery;

import io.highwater.contracts.notifications.DeliveryFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Use case: the dead letter worker takes a failed delivery into its care.
@Service
public class TakeUpDeadLetter {
    private static final Logger LOG = LoggerFactory.getLogger(TakeUpDeadLetter.class);

    private final Deliveries deliveries;

    TakeUpDeadLetter(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /// Harmless for a delivery that was taken up before.
    @Transactional
    public void handle(DeliveryFailed failed) {
        var taken = deliveries.takeUp(failed.deliveryId(), failed.notBefore());
        LOG.atInfo()
                .addKeyValue("userId", failed.userId())
                .addKeyValue("deliveryId", failed.deliveryId())
                .addKeyValue("channel", failed.channel())
                .addKeyValue("attempt", failed.attempt())
                .addKeyValue("cause", failed.cause())
                .log(taken ? "dead letter taken up" : "dead letter is no longer open");
    }
}

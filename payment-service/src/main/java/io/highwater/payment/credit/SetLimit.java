package io.highwater.payment.credit;

import io.highwater.contracts.Topics;
import io.highwater.contracts.payments.CreditChanged;
import io.highwater.outbox.Outbox;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Use case: a customer may spend more, or less. What is held or taken already stays so.
@Component
public class SetLimit {
    private final Credits credits;
    private final Outbox outbox;

    SetLimit(Credits credits, Outbox outbox) {
        this.credits = credits;
        this.outbox = outbox;
    }

    @Transactional
    public Credit handle(String userId, long limitCents) {
        var credit = credits.setLimit(userId, limitCents);
        outbox.append(
                Topics.PAYMENT_EVENTS,
                userId,
                new CreditChanged(userId, limitCents, credit.authorizedCents(), credit.capturedCents()));
        return credit;
    }
}

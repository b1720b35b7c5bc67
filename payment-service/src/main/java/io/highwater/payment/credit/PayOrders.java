package io.highwater.payment.credit;

import io.highwater.contracts.Topics;
import io.highwater.contracts.payments.CreditChanged;
import io.highwater.contracts.payments.PaymentAuthorized;
import io.highwater.contracts.payments.PaymentCaptured;
import io.highwater.contracts.payments.PaymentDeclined;
import io.highwater.contracts.payments.PaymentReply;
import io.highwater.contracts.payments.PaymentVoided;
import io.highwater.outbox.AfterCommit;
import io.highwater.outbox.Outbox;
import io.highwater.outbox.participant.SagaSteps;
import io.highwater.payment.credit.Payment.State;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Use cases of an order's saga: hold its amount, take it, or let it go.
@Component
public class PayOrders {
    private static final Logger LOG = LoggerFactory.getLogger(PayOrders.class);

    private final Credits credits;
    private final Payments payments;
    private final SagaSteps steps;
    private final Outbox outbox;
    private final CreditSettings settings;

    PayOrders(Credits credits, Payments payments, SagaSteps steps, Outbox outbox, CreditSettings settings) {
        this.credits = credits;
        this.payments = payments;
        this.steps = steps;
        this.outbox = outbox;
        this.settings = settings;
    }

    /// Holds the amount if the credit covers it; not if it was voided before it arrived.
    @Transactional
    public void authorize(UUID sagaId, UUID orderId, String userId, long amountCents) {
        steps.carryOut(
                sagaId, "authorize", PaymentReply.class, () -> authorizeOnce(sagaId, orderId, userId, amountCents));
    }

    private PaymentReply authorizeOnce(UUID sagaId, UUID orderId, String userId, long amountCents) {
        if (payments.findByOrder(orderId).isPresent()) {
            AfterCommit.run(() -> LOG.atInfo().log("payment was cancelled before it arrived"));
            return new PaymentDeclined(sagaId, orderId, "CANCELLED", "the payment was cancelled before it arrived");
        }
        var credit = credits.findForUpdate(userId, settings.defaultCredit());
        if (!credit.covers(amountCents)) {
            return decline(sagaId, orderId, credit, amountCents);
        }
        payments.add(new Payment(sagaId, orderId, userId, amountCents, State.AUTHORIZED));
        announce(credits.authorize(userId, amountCents));
        AfterCommit.run(
                () -> LOG.atInfo().addKeyValue("amountCents", amountCents).log("payment authorized"));
        return new PaymentAuthorized(sagaId, orderId, amountCents);
    }

    private PaymentReply decline(UUID sagaId, UUID orderId, Credit credit, long amountCents) {
        payments.add(new Payment(sagaId, orderId, credit.userId(), amountCents, State.DECLINED));
        AfterCommit.run(() -> LOG.atInfo()
                .addKeyValue("amountCents", amountCents)
                .addKeyValue("availableCents", credit.availableCents())
                .log("payment declined"));
        return new PaymentDeclined(
                sagaId,
                orderId,
                "CREDIT_EXCEEDED",
                "%d cents are needed, %d are available".formatted(amountCents, credit.availableCents()));
    }

    /// Takes what is held. Without a hold there is nothing to take.
    @Transactional
    public void capture(UUID sagaId, UUID orderId) {
        steps.carryOut(sagaId, "capture", PaymentReply.class, () -> captureOnce(sagaId, orderId));
    }

    private PaymentReply captureOnce(UUID sagaId, UUID orderId) {
        var held = payments.findByOrderForUpdate(orderId).filter(payment -> payment.state() == State.AUTHORIZED);
        if (held.isEmpty()) {
            LOG.atWarn().log("nothing is held that could be captured");
            return new PaymentDeclined(sagaId, orderId, "NOT_AUTHORIZED", "nothing is held for this order");
        }
        var payment = held.get();
        payments.saveState(payment.become(State.CAPTURED));
        announce(credits.capture(payment.userId(), payment.amountCents()));
        AfterCommit.run(() ->
                LOG.atInfo().addKeyValue("amountCents", payment.amountCents()).log("payment captured"));
        return new PaymentCaptured(sagaId, orderId, payment.amountCents());
    }

    /// Compensation: afterwards nothing is held for the order, and nothing will be.
    @Transactional
    public void cancel(UUID sagaId, UUID orderId) {
        steps.carryOut(sagaId, "void", PaymentReply.class, () -> cancelOnce(sagaId, orderId));
    }

    private PaymentReply cancelOnce(UUID sagaId, UUID orderId) {
        var payment = payments.findByOrderForUpdate(orderId);
        if (payment.isEmpty()) {
            payments.add(new Payment(sagaId, orderId, "", 0, State.VOIDED));
        } else {
            letGo(payment.get());
        }
        return new PaymentVoided(sagaId, orderId);
    }

    private void letGo(Payment payment) {
        switch (payment.state()) {
            case AUTHORIZED -> {
                payments.saveState(payment.become(State.VOIDED));
                announce(credits.authorize(payment.userId(), -payment.amountCents()));
                AfterCommit.run(() -> LOG.atInfo()
                        .addKeyValue("amountCents", payment.amountCents())
                        .log("payment voided"));
            }
            case DECLINED, VOIDED -> LOG.atDebug().log("nothing to void");
            case CAPTURED -> throw new IllegalStateException("order %s is paid".formatted(payment.orderId()));
        }
    }

    private void announce(Credit credit) {
        outbox.append(
                Topics.PAYMENT_EVENTS,
                credit.userId(),
                new CreditChanged(
                        credit.userId(), credit.limitCents(), credit.authorizedCents(), credit.capturedCents()));
    }
}

package io.highwater.payment.credit;

import java.util.UUID;

/// What was held or taken for an order.
///
/// @param userId empty for a payment that was cancelled before it arrived
public record Payment(UUID sagaId, UUID orderId, String userId, long amountCents, State state) {
    /// ```
    /// (none) ──authorize──▶ AUTHORIZED ──capture──▶ CAPTURED
    ///    │                      └───────void────▶ VOIDED
    ///    ├──authorize, too much─▶ DECLINED
    ///    └──void────────────────▶ VOIDED (blocks an authorization that arrives later)
    /// ```
    public enum State {
        AUTHORIZED,
        DECLINED,
        CAPTURED,
        VOIDED
    }

    public Payment {
        if (amountCents < 0) {
            throw new IllegalArgumentException("amount must not be negative but is " + amountCents);
        }
    }

    Payment become(State next) {
        return new Payment(sagaId, orderId, userId, amountCents, next);
    }
}

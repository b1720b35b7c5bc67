package io.highwater.contracts.payments;

import java.util.UUID;

/// What the payment service answers on [io.highwater.contracts.Topics#SAGA_REPLIES]; causation is the command.
public sealed interface PaymentReply permits PaymentAuthorized, PaymentDeclined, PaymentCaptured, PaymentVoided {
    UUID sagaId();

    UUID orderId();
}

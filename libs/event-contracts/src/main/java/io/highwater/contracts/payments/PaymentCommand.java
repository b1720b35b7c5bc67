package io.highwater.contracts.payments;

import java.util.UUID;

/// What the payment service can be told on [io.highwater.contracts.Topics#PAYMENT_COMMANDS].
public sealed interface PaymentCommand permits AuthorizePayment, CapturePayment, VoidPayment {
    UUID sagaId();

    UUID orderId();
}

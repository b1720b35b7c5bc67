package io.highwater.contracts.payments;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// The amount is paid.
@MessageType("PaymentCaptured.v1")
public record PaymentCaptured(UUID sagaId, UUID orderId, long amountCents) implements PaymentReply {}

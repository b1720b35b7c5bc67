package io.highwater.contracts.payments;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// The amount is held.
@MessageType("PaymentAuthorized.v1")
public record PaymentAuthorized(UUID sagaId, UUID orderId, long amountCents) implements PaymentReply {}

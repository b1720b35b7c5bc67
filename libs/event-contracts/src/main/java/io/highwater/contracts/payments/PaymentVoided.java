package io.highwater.contracts.payments;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// Nothing is held for the order any more.
@MessageType("PaymentVoided.v1")
public record PaymentVoided(UUID sagaId, UUID orderId) implements PaymentReply {}

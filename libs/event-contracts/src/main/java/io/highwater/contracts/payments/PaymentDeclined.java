package io.highwater.contracts.payments;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// Nothing is held or taken. `reason` is `CREDIT_EXCEEDED` or another upper-case code.
@MessageType("PaymentDeclined.v1")
public record PaymentDeclined(UUID sagaId, UUID orderId, String reason, String detail) implements PaymentReply {}

package io.highwater.contracts.payments;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// Compensation of [AuthorizePayment]; also blocks an authorisation that has not arrived yet. Answered by
/// [PaymentVoided].
@MessageType("VoidPayment.v1")
public record VoidPayment(UUID sagaId, UUID orderId) implements PaymentCommand {}

package io.highwater.contracts.payments;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// Take the held amount: the pivot of the order saga. Answered by [PaymentCaptured] or [PaymentDeclined].
@MessageType("CapturePayment.v1")
public record CapturePayment(UUID sagaId, UUID orderId) implements PaymentCommand {}

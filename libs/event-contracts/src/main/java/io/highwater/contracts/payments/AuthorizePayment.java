package io.highwater.contracts.payments;

import io.highwater.contracts.MessageType;
import java.util.UUID;

/// Hold an amount of the customer's credit. Answered by [PaymentAuthorized] or [PaymentDeclined].
@MessageType("AuthorizePayment.v1")
public record AuthorizePayment(UUID sagaId, UUID orderId, String userId, long amountCents) implements PaymentCommand {}

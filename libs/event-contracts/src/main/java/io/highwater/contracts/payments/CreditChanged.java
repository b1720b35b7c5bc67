package io.highwater.contracts.payments;

import io.highwater.contracts.MessageType;

/// A customer's credit changed; announced on [io.highwater.contracts.Topics#PAYMENT_EVENTS]. Free to spend:
/// `limitCents
/// - authorizedCents - capturedCents`.
@MessageType("CreditChanged.v1")
public record CreditChanged(String userId, long limitCents, long authorizedCents, long capturedCents) {}

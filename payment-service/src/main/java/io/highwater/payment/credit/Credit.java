package io.highwater.payment.credit;

/// A customer's credit, in whole cents.
///
/// @param limitCents      how much may be held and taken together
/// @param authorizedCents held for orders
/// @param capturedCents   taken
public record Credit(String userId, long limitCents, long authorizedCents, long capturedCents) {
    public Credit {
        if (limitCents < 0 || authorizedCents < 0 || capturedCents < 0) {
            throw new IllegalArgumentException("credit of %s does not add up: limit %d, authorized %d, captured %d"
                    .formatted(userId, limitCents, authorizedCents, capturedCents));
        }
    }

    /// Free to spend; below zero when the limit was lowered since.
    public long availableCents() {
        return limitCents - authorizedCents - capturedCents;
    }

    public boolean covers(long amountCents) {
        return amountCents <= availableCents();
    }
}

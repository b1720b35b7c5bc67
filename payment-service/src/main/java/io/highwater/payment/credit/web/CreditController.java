package io.highwater.payment.credit.web;

import io.highwater.outbox.web.RefusedRequestException;
import io.highwater.outbox.web.UserIds;
import io.highwater.payment.credit.Credit;
import io.highwater.payment.credit.CreditSettings;
import io.highwater.payment.credit.Credits;
import io.highwater.payment.credit.Payment;
import io.highwater.payment.credit.Payments;
import io.highwater.payment.credit.SetLimit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// What customers may spend, and what became of an order's payment.
@RestController
class CreditController {
    /// A thousand billion: sums of it stay far within 64 bits.
    private static final long MAX_LIMIT_CENTS = 100_000_000_000_000L;

    private final Credits credits;
    private final Payments payments;
    private final SetLimit setLimit;
    private final CreditSettings settings;

    CreditController(Credits credits, Payments payments, SetLimit setLimit, CreditSettings settings) {
        this.credits = credits;
        this.payments = payments;
        this.setLimit = setLimit;
        this.settings = settings;
    }

    /// Also answers for customers who have not bought anything yet.
    @GetMapping("/customers/{userId}/credit")
    CreditResource credit(@PathVariable String userId) {
        return CreditResource.of(credits.find(UserIds.valid(userId))
                .orElseGet(() -> new Credit(userId, settings.defaultCredit(), 0, 0)));
    }

    @PutMapping("/customers/{userId}/credit")
    CreditResource setLimit(@PathVariable String userId, @RequestBody LimitRequest request) {
        var limit = request.limitCents();
        if (limit == null || limit < 0 || limit > MAX_LIMIT_CENTS) {
            throw new RefusedRequestException(
                    HttpStatus.BAD_REQUEST, "limitCents", "must be between 0 and %d".formatted(MAX_LIMIT_CENTS));
        }
        return CreditResource.of(setLimit.handle(UserIds.valid(userId), limit));
    }

    @GetMapping("/payments/{orderId}")
    Payment payment(@PathVariable UUID orderId) {
        return payments.findByOrder(orderId)
                .orElseThrow(() -> new RefusedRequestException(HttpStatus.NOT_FOUND, "orderId", "has no payment"));
    }

    /// Body of a limit, as it came.
    record LimitRequest(@Nullable Long limitCents) {}

    /// Credit as its readers see it.
    record CreditResource(
            String userId, long limitCents, long authorizedCents, long capturedCents, long availableCents) {
        static CreditResource of(Credit credit) {
            return new CreditResource(
                    credit.userId(),
                    credit.limitCents(),
                    credit.authorizedCents(),
                    credit.capturedCents(),
                    credit.availableCents());
        }
    }
}

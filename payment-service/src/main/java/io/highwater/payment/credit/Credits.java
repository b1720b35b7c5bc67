package io.highwater.payment.credit;

import java.util.Optional;

/// The credit of all customers. Changes are relative, and the database refuses those that do not add up.
public interface Credits {
    Optional<Credit> find(String userId);

    /// Reads a customer's credit for changing: nobody else changes it until the transaction ends. A customer
    /// nobody has heard of gets `defaultLimitCents`.
    Credit findForUpdate(String userId, long defaultLimitCents);

    /// Holds an amount, or lets it go when it is negative.
    Credit authorize(String userId, long amountCents);

    /// Takes an amount that was held.
    Credit capture(String userId, long amountCents);

    Credit setLimit(String userId, long limitCents);
}

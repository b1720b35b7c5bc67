package io.highwater.payment.credit;

import java.util.Optional;
import java.util.UUID;

/// The payments of all orders.
public interface Payments {
    Optional<Payment> findByOrder(UUID orderId);

    /// Reads for changing: nobody else changes it until the transaction ends.
    Optional<Payment> findByOrderForUpdate(UUID orderId);

    void add(Payment payment);

    void saveState(Payment payment);
}

package io.highwater.inventory.stock;

import java.util.Optional;
import java.util.UUID;

/// The reservations of all orders.
public interface Reservations {
    Optional<Reservation> findBySaga(UUID sagaId);

    Optional<Reservation> findByOrder(UUID orderId);

    /// Reads for changing: nobody else changes it until the transaction ends.
    Optional<Reservation> findByOrderForUpdate(UUID orderId);

    void add(Reservation reservation);

    void saveState(Reservation reservation);
}

package io.highwater.order.ordering;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The orders of the shop.
public interface Orders {
    void add(Order order);

    Optional<Order> find(UUID id);

    /// Reads an order for changing: nobody else changes it until the transaction ends.
    Optional<Order> findForUpdate(UUID id);

    /// Stores the latest change of an order read with [#findForUpdate].
    void saveLatestChange(Order order);

    /// Orders, newest first.
    ///
    /// @param filter what to list
    /// @param limit  how many at most
    List<Order> list(Filter filter, int limit);

    /// @param userId whose orders; everybody's when empty
    /// @param before only orders older than this one; from the newest on when [#START]
    record Filter(String userId, UUID before) {
        /// Greater than every id.
        public static final UUID START = new UUID(-1, -1);
    }
}

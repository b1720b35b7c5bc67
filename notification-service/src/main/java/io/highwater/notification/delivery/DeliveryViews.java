package io.highwater.notification.delivery;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// Port: deliveries to look at.
public interface DeliveryViews {
    /// The newest first.
    List<DeliveryView> find(Filter filter, int limit);

    /// How many are in this status.
    long count(DeliveryStatus status);

    /// What to look for; what is empty does not matter.
    ///
    /// @param statuses  any of these
    /// @param cause     part of the last attempt's cause, in any case
    /// @param type      event type, with or without version
    /// @param beforeSeq only deliveries older than the one of this number
    record Filter(
            Optional<String> userId,
            Optional<UUID> orderId,
            Set<DeliveryStatus> statuses,
            Optional<String> cause,
            Optional<String> type,
            OptionalLong beforeSeq) {}
}

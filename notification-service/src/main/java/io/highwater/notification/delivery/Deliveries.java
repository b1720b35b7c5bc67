package io.highwater.notification.delivery;

import io.highwater.notification.channel.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Port: the deliveries as stored.
public interface Deliveries {
    /// Stores a new delivery, in the caller's transaction.
    ///
    /// @return false when the event had one on this channel already, which stays as it is
    boolean add(Delivery delivery);

    /// Leases due deliveries of one channel in this status. Of one user's, only the oldest that is still in this line:
    /// later ones wait for it. Those leased to others are passed over.
    ///
    /// @param status [DeliveryStatus#PENDING] or [DeliveryStatus#RETRYING]
    List<Claim> claim(Channel channel, DeliveryStatus status, int limit, Instant now, Duration lease);

    /// Stores what an attempt did and ends the lease, in the caller's transaction.
    ///
    /// @return false when the lease had passed to somebody else; nothing was stored
    boolean store(UUID leaseId, Step step);

    /// Gives a delivery back unattempted; it is due again at `dueAt`.
    void release(Claim claim, Instant dueAt);

    /// From [DeliveryStatus#DEAD_LETTERED] to [DeliveryStatus#RETRYING].
    ///
    /// @return false when it is in another state, or not there
    boolean takeUp(UUID deliveryId, Instant dueAt);

    /// Takes up all that are [DeliveryStatus#DEAD_LETTERED] and were due before `dueBefore`; they are due at `dueAt`.
    ///
    /// @return how many
    int takeUpAllDueBefore(Instant dueBefore, Instant dueAt);

    /// The attempts so far, the oldest first.
    List<Attempt> attempts(UUID deliveryId);
}

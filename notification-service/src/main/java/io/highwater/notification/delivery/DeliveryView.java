package io.highwater.notification.delivery;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.highwater.notification.channel.Channel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A delivery as shown over REST.
///
/// @param seq               its number in order of arrival
/// @param type              type of the event that caused it, `OrderShipped.v1`
/// @param address           masked
/// @param nextAttemptAt     absent once final
/// @param duplicatePossible whether an attempt of unknown outcome was followed by another: the user may have got two
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DeliveryView(
        @JsonIgnore long seq,
        UUID deliveryId,
        UUID orderId,
        String userId,
        String eventId,
        String type,
        Channel channel,
        String address,
        DeliveryStatus status,
        List<Attempt> attempts,
        Instant createdAt,
        Optional<Instant> sentAt,
        Optional<Instant> nextAttemptAt,
        boolean duplicatePossible) {}

package io.highwater.notification.delivery.web;

import io.highwater.notification.delivery.DeliveryStatus;
import io.highwater.notification.delivery.DeliveryViews;
import io.highwater.notification.delivery.DeliveryViews.Filter;
import io.highwater.notification.mode.WorkerMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What was, is and will be sent to whom; and of it, what failed.
@WorkerMode
@RestController
class NotificationsController {
    private static final Set<DeliveryStatus> DEAD_LETTERS =
            EnumSet.of(DeliveryStatus.DEAD_LETTERED, DeliveryStatus.RETRYING, DeliveryStatus.PARKED);

    private final DeliveryViews views;

    NotificationsController(DeliveryViews views) {
        this.views = views;
    }

    @GetMapping("/notifications")
    Page notifications(
            @RequestParam Optional<String> userId,
            @RequestParam Optional<UUID> orderId,
            @RequestParam Optional<DeliveryStatus> status,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit) {
        var statuses = status.stream().collect(Collectors.toUnmodifiableSet());
        var filter = new Filter(userId, orderId, statuses, Optional.empty(), Optional.empty(), before(cursor));
        return Page.of(views, filter, limit);
    }

    @GetMapping("/dlq")
    Page deadLetters(
            @RequestParam Optional<String> userId,
            @RequestParam Optional<String> cause,
            @RequestParam Optional<String> type,
            @RequestParam Optional<DeliveryStatus> status,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit) {
        var statuses = status.map(Stream::of)
                .orElseGet(DEAD_LETTERS::stream)
                .filter(DEAD_LETTERS::contains)
                .collect(Collectors.toUnmodifiableSet());
        if (statuses.isEmpty()) {
            return new Page(List.of(), null);
        }
        var filter = new Filter(userId, Optional.empty(), statuses, cause, type, before(cursor));
        return Page.of(views, filter, limit);
    }

    private static OptionalLong before(@Nullable Long cursor) {
        return cursor == null ? OptionalLong.empty() : OptionalLong.of(cursor);
    }
}

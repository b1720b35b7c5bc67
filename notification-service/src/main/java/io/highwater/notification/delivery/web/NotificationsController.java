package io.highwater.notification.delivery.web;

import io.highwater.notification.delivery.DeliveryStatus;
import io.highwater.notification.delivery.DeliveryViews;
import io.highwater.notification.delivery.DeliveryViews.Filter;
import io.highwater.notification.mode.WorkerMode;
import io.highwater.outbox.web.RefusedRequestException;
import io.highwater.outbox.web.Texts;
import io.highwater.outbox.web.UserIds;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What was, is and will be sent to whom; and of it, what failed.
@WorkerMode
@RestController
class NotificationsController {
    private static final int MAX_TEXT_CHARS = 256;
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
        userId.ifPresent(UserIds::valid);
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
        cause.ifPresent(text -> Texts.valid("cause", text, MAX_TEXT_CHARS));
        type.ifPresent(text -> Texts.valid("type", text, MAX_TEXT_CHARS));
        if (status.isPresent() && !DEAD_LETTERS.contains(status.get())) {
            throw new RefusedRequestException("status", "must be one of " + names(DEAD_LETTERS));
        }
        var statuses = status.map(Set::of).orElse(DEAD_LETTERS);
        userId.ifPresent(UserIds::valid);
        var filter = new Filter(userId, Optional.empty(), statuses, cause, type, before(cursor));
        return Page.of(views, filter, limit);
    }

    private static String names(Set<DeliveryStatus> statuses) {
        return statuses.stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    private static OptionalLong before(@Nullable Long cursor) {
        return cursor == null ? OptionalLong.empty() : OptionalLong.of(cursor);
    }
}

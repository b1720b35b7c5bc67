package io.highwater.order.ordering.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.highwater.order.ordering.Line;
import io.highwater.order.ordering.Order;
import io.highwater.order.ordering.OrderState;
import io.highwater.order.ordering.OrderStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An order as its customer sees it. `reason` and `detail` say why it was rejected, `trackingNumber` where it is.
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrderResource(
        UUID orderId,
        String userId,
        OrderStatus status,
        @Nullable String reason,
        @Nullable String detail,
        long totalCents,
        List<Line> lines,
        Instant placedAt,
        @Nullable String trackingNumber,
        List<Step> history) {

    /// When it reached a status.
    record Step(OrderStatus status, Instant at) {}

    static OrderResource of(Order order) {
        var rejected = order.state() instanceof OrderState.Rejected it ? it : null;
        var shipped = order.state() instanceof OrderState.Shipped it ? it : null;
        return new OrderResource(
                order.id(),
                order.userId(),
                order.state().status(),
                rejected == null ? null : rejected.reason(),
                rejected == null ? null : rejected.detail(),
                order.totalCents(),
                order.lines(),
                order.placedAt(),
                shipped == null ? null : shipped.trackingNumber(),
                order.history().stream()
                        .map(change -> new Step(change.status(), change.at()))
                        .toList());
    }
}

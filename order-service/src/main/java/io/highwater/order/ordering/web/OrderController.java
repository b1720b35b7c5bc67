package io.highwater.order.ordering.web;

import io.highwater.order.idempotency.IdempotencyKeys;
import io.highwater.order.ordering.Order;
import io.highwater.order.ordering.Orders;
import io.highwater.order.ordering.PlaceOrder;
import io.highwater.order.ordering.Placement;
import io.highwater.outbox.UuidV7;
import io.highwater.outbox.web.Limits;
import io.highwater.outbox.web.RefusedRequestException;
import io.highwater.outbox.web.UserIds;
import io.highwater.outbox.web.Violation;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Place orders, and look at them.
@RestController
@RequestMapping("/orders")
class OrderController {
    private static final int MAX_LIMIT = 100;
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final PlaceOrder placeOrder;
    private final Orders orders;
    private final IdempotencyKeys keys;
    private final JsonMapper json;
    private final Clock clock;

    OrderController(PlaceOrder placeOrder, Orders orders, IdempotencyKeys keys, JsonMapper json, Clock clock) {
        this.placeOrder = placeOrder;
        this.orders = orders;
        this.keys = keys;
        this.json = json;
        this.clock = clock;
    }

    @PostMapping
    ResponseEntity<OrderResource> place(
            @RequestBody PlaceOrderRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        var order = request.validated();
        var placed = key == null ? place(order) : placeOnce(key, order);
        return ResponseEntity.created(URI.create("/orders/" + placed.orderId())).body(placed);
    }

    private OrderResource placeOnce(String key, PlaceOrderRequest.Valid order) {
        if (!IDEMPOTENCY_KEY.matcher(key).matches()) {
            throw new RefusedRequestException("Idempotency-Key", "must be 1 to 200 visible ASCII characters");
        }
        var answer = keys.once(key, fingerprint(order), () -> json.writeValueAsString(place(order)));
        return json.readValue(answer, OrderResource.class);
    }

    private OrderResource place(PlaceOrderRequest.Valid order) {
        var id = UuidV7.next(clock);
        try (var _ = MDC.putCloseable("orderId", id.toString())) {
            return switch (placeOrder.handle(id, order.userId(), order.items())) {
                case Placement.Placed(Order placed) -> OrderResource.of(placed);
                case Placement.UnknownItems(var lines) ->
                    throw new RefusedRequestException(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            lines.stream()
                                    .map(line -> new Violation("lines[%d].sku".formatted(line), "is not sold here"))
                                    .toList());
            };
        }
    }

    @GetMapping("/{id}")
    OrderResource find(@PathVariable UUID id) {
        return orders.find(id)
                .map(OrderResource::of)
                .orElseThrow(() -> new RefusedRequestException(HttpStatus.NOT_FOUND, "orderId", "names no order"));
    }

    @GetMapping
    OrderPage list(
            @RequestParam(defaultValue = "") String userId,
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(defaultValue = "") String cursor) {
        Limits.valid(limit, MAX_LIMIT);
        if (!userId.isEmpty()) {
            UserIds.valid(userId);
        }
        // One more than asked for tells whether there is another page.
        var found = orders.list(new Orders.Filter(userId, Cursor.parse(cursor)), limit + 1);
        var page = found.stream().limit(limit).map(OrderResource::of).toList();
        var next = found.size() > limit ? Cursor.after(page.getLast().orderId()) : null;
        return new OrderPage(page, next);
    }

    private String fingerprint(PlaceOrderRequest.Valid order) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(order));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

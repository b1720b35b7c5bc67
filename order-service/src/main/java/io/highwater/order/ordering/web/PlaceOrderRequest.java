package io.highwater.order.ordering.web;

import io.highwater.order.ordering.PlaceOrder;
import io.highwater.outbox.web.RefusedRequestException;
import io.highwater.outbox.web.UserIds;
import io.highwater.outbox.web.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Body of `POST /orders`, as it came: anything may be missing.
record PlaceOrderRequest(@Nullable String userId, @Nullable List<@Nullable LineRequest> lines) {
    static final int MAX_LINES = 50;
    static final int MAX_QUANTITY = 1000;
    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    record LineRequest(@Nullable String sku, @Nullable Integer quantity) {}

    /// Everything that is wrong with it is said at once.
    Valid validated() {
        var violations = new ArrayList<Violation>();
        var user = userId == null ? "" : userId;
        UserIds.violationOf(user).ifPresent(violations::add);
        var items = items(violations);
        if (!violations.isEmpty()) {
            throw new RefusedRequestException(HttpStatus.BAD_REQUEST, violations);
        }
        return new Valid(user, items);
    }

    private List<PlaceOrder.Item> items(List<Violation> violations) {
        if (lines == null || lines.isEmpty() || lines.size() > MAX_LINES) {
            violations.add(new Violation("lines", "must hold 1 to %d lines".formatted(MAX_LINES)));
            return List.of();
        }
        var items = new ArrayList<PlaceOrder.Item>();
        var seen = new HashSet<String>();
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var item = item(line == null ? new LineRequest(null, null) : line, "lines[%d].".formatted(i), violations);
            if (!item.sku().isEmpty() && !seen.add(item.sku())) {
                violations.add(new Violation("lines[%d].sku".formatted(i), "is named by an earlier line"));
            }
            items.add(item);
        }
        return items;
    }

    private static PlaceOrder.Item item(LineRequest line, String path, List<Violation> violations) {
        var sku = line.sku() == null ? "" : line.sku();
        if (!SKU.matcher(sku).matches()) {
            violations.add(new Violation(path + "sku", "must be 1 to 64 letters, digits or . _ -"));
        }
        var quantity = line.quantity() == null ? 0 : line.quantity();
        if (quantity < 1 || quantity > MAX_QUANTITY) {
            violations.add(new Violation(path + "quantity", "must be between 1 and %d".formatted(MAX_QUANTITY)));
        }
        return new PlaceOrder.Item(sku, quantity);
    }

    record Valid(String userId, List<PlaceOrder.Item> items) {}
}

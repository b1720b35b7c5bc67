package io.highwater.notification.delivery.web;

import io.highwater.notification.delivery.DeliveryView;
import io.highwater.notification.delivery.DeliveryViews;
import io.highwater.outbox.web.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some deliveries, the newest first.
///
/// @param next cursor of the page behind this one; null on the last
record Page(List<DeliveryView> items, @Nullable String next) {
    private static final int MOST = 200;

    /// Looks for one more than asked for, to know whether there is a next page.
    static Page of(DeliveryViews views, DeliveryViews.Filter filter, int limit) {
        var size = Limits.valid(limit, MOST);
        var found = views.find(filter, size + 1);
        if (found.size() <= size) {
            return new Page(found, null);
        }
        var items = found.subList(0, size);
        return new Page(items, String.valueOf(items.getLast().seq()));
    }
}

package io.highwater.order.ordering.web;

import io.highwater.order.ordering.Orders;
import io.highwater.outbox.web.RefusedRequestException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/// Where a page ended, as an opaque text.
final class Cursor {
    private Cursor() {}

    static String after(UUID order) {
        var bytes = ByteBuffer.allocate(16)
                .putLong(order.getMostSignificantBits())
                .putLong(order.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /// @param cursor empty for the first page
    static UUID parse(String cursor) {
        if (cursor.isEmpty()) {
            return Orders.Filter.START;
        }
        try {
            var bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == 16) {
                var buffer = ByteBuffer.wrap(bytes);
                return new UUID(buffer.getLong(), buffer.getLong());
            }
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        throw refused();
    }

    private static RefusedRequestException refused() {
        return new RefusedRequestException("cursor", "must be the nextCursor of an earlier page");
    }
}

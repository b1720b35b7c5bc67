package io.highwater.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Places orders one after the other while the test does something to the platform.
final class Customers {
    private final Shop shop;
    private final int count;
    private final Map<UUID, Wish> placed = new ConcurrentHashMap<>();
    private final Thread thread;

    private Customers(Shop shop, int count) {
        this.shop = shop;
        this.count = count;
        this.thread = Thread.ofVirtual().start(this::place);
    }

    static Customers start(Shop shop, int count) {
        return new Customers(shop, count);
    }

    /// Returns when so many more orders are accepted than by now, or all.
    void awaitFurther(int orders) {
        int reached = Math.min(placed.size() + orders, count);
        await().alias(reached + " orders are placed")
                .atMost(Duration.ofMinutes(5))
                .until(() -> placed.size() >= reached);
    }

    /// Every order, when all are accepted.
    Map<UUID, Wish> awaitAll() throws InterruptedException {
        thread.join();
        assertThat(placed).hasSize(count);
        return Map.copyOf(placed);
    }

    private void place() {
        for (int i = 0; i < count; i++) {
            Wish wish = Wish.number(i);
            placed.put(shop.placeOrder(wish.user(), wish.sku(), wish.quantity()), wish);
        }
    }
}

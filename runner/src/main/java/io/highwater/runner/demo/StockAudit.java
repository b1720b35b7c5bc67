package io.highwater.runner.demo;

import io.highwater.runner.platform.PlatformException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts what leaves the shelves between two moments: an order that was lost left nothing, one that was carried out
/// twice left twice. Only tells the truth while nobody else orders.
final class StockAudit {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MS = 500;

    private final ShopClient shop;
    private final Map<String, Integer> shippedBefore = new HashMap<>();

    StockAudit(ShopClient shop, List<String> skus) throws InterruptedException {
        this.shop = shop;
        for (String sku : skus) {
            shippedBefore.put(sku, shipped(sku));
        }
    }

    /// Waits until all that was ordered has left; throws when it does not, or when more did.
    void expect(Map<String, Integer> ordered, PrintStream out) throws InterruptedException {
        long begin = System.nanoTime();
        Map<String, Integer> left = left();
        while (!left.equals(ordered) && System.nanoTime() - begin < PATIENCE.toNanos()) {
            Thread.sleep(POLL_MS);
            left = left();
        }
        if (!left.equals(ordered)) {
            throw new DemoException("ordered %s but %s left the shelves".formatted(ordered, left));
        }
        out.printf("every order was carried out exactly once: %s ordered, as many left the shelves%n", ordered);
    }

    private Map<String, Integer> left() throws InterruptedException {
        var left = new HashMap<String, Integer>();
        for (var entry : shippedBefore.entrySet()) {
            left.put(entry.getKey(), shipped(entry.getKey()) - entry.getValue());
        }
        return left;
    }

    private int shipped(String sku) throws InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            try {
                return shop.stock(sku).path("shipped").asInt();
            } catch (PlatformException e) {
                if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw e;
                }
                Thread.sleep(POLL_MS);
            }
        }
    }
}

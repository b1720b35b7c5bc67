package io.highwater.inventory.stock.web;

import io.highwater.inventory.stock.CountStock;
import io.highwater.inventory.stock.CountStock.Counted;
import io.highwater.inventory.stock.Reservation;
import io.highwater.inventory.stock.Reservations;
import io.highwater.inventory.stock.Stock;
import io.highwater.inventory.stock.Warehouse;
import io.highwater.outbox.web.RefusedRequestException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// What lies in the warehouse, and what is set aside for whom.
@RestController
class StockController {
    private static final int MAX_ON_HAND = 1_000_000_000;
    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Warehouse warehouse;
    private final Reservations reservations;
    private final CountStock countStock;

    StockController(Warehouse warehouse, Reservations reservations, CountStock countStock) {
        this.warehouse = warehouse;
        this.reservations = reservations;
        this.countStock = countStock;
    }

    @GetMapping("/stock")
    List<StockResource> all() {
        return warehouse.all().stream().map(StockResource::of).toList();
    }

    @GetMapping("/stock/{sku}")
    StockResource find(@PathVariable String sku) {
        return warehouse
                .find(valid(sku))
                .map(StockResource::of)
                .orElseThrow(() -> new RefusedRequestException(HttpStatus.NOT_FOUND, "sku", "is not known"));
    }

    @PutMapping("/stock/{sku}")
    StockResource count(@PathVariable String sku, @RequestBody CountRequest request) {
        if (request.onHand() == null || request.onHand() < 0 || request.onHand() > MAX_ON_HAND) {
            throw new RefusedRequestException(
                    HttpStatus.BAD_REQUEST, "onHand", "must be between 0 and %d".formatted(MAX_ON_HAND));
        }
        return switch (countStock.handle(valid(sku), request.onHand())) {
            case Counted.Stored(Stock stock) -> StockResource.of(stock);
            case Counted.BelowReserved(int reserved) ->
                throw new RefusedRequestException(
                        HttpStatus.CONFLICT, "onHand", "%d pieces are reserved for orders".formatted(reserved));
        };
    }

    @GetMapping("/reservations/{orderId}")
    ReservationResource reservation(@PathVariable UUID orderId) {
        return reservations
                .findByOrder(orderId)
                .map(ReservationResource::of)
                .orElseThrow(() -> new RefusedRequestException(HttpStatus.NOT_FOUND, "orderId", "has no reservation"));
    }

    private static String valid(String sku) {
        if (!SKU.matcher(sku).matches()) {
            throw new RefusedRequestException("sku", "must be 1 to 64 letters, digits or . _ -");
        }
        return sku;
    }

    /// Body of a count, as it came.
    record CountRequest(@Nullable Integer onHand) {}

    /// Stock as its readers see it.
    record StockResource(String sku, int onHand, int reserved, int available, long shipped) {
        static StockResource of(Stock stock) {
            return new StockResource(stock.sku(), stock.onHand(), stock.reserved(), stock.available(), stock.shipped());
        }
    }

    /// A reservation as its readers see it.
    record ReservationResource(UUID orderId, UUID sagaId, Reservation.State state, Map<String, Integer> quantities) {
        static ReservationResource of(Reservation reservation) {
            return new ReservationResource(
                    reservation.orderId(), reservation.sagaId(), reservation.state(), reservation.quantities());
        }
    }
}

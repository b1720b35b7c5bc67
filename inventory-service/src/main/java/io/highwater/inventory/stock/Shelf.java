package io.highwater.inventory.stock;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The items an order names, as they lie there. Decides whether there is enough: of all, or nothing is set aside.
public final class Shelf {
    private final Map<String, Stock> items;

    public Shelf(List<Stock> items) {
        this.items = items.stream().collect(Collectors.toUnmodifiableMap(Stock::sku, Function.identity()));
    }

    /// The first item there is too little of; empty when the demand can be met.
    public Optional<Shortage> shortageFor(Demand demand) {
        return demand.quantities().entrySet().stream()
                .map(wanted -> new Shortage(wanted.getKey(), wanted.getValue(), available(wanted.getKey())))
                .filter(wanted -> wanted.requested() > wanted.available())
                .findFirst();
    }

    /// None, for an item nobody knows.
    private int available(String sku) {
        var stock = items.get(sku);
        return stock == null ? 0 : stock.available();
    }

    /// Too little of an item.
    public record Shortage(String sku, int requested, int available) {}
}

package io.highwater.inventory.stock;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The stock of all items. Changes are relative, and the database refuses those that do not add up.
public interface Warehouse {
    List<Stock> all();

    Optional<Stock> find(String sku);

    /// Reads items for changing: nobody else changes them until the transaction ends. Unknown ones are left out.
    List<Stock> findForUpdate(Collection<String> skus);

    /// Sets pieces aside, or gives them back when `quantity` is negative.
    Stock reserve(String sku, int quantity);

    /// Lets reserved pieces go.
    Stock ship(String sku, int quantity);

    /// Creates an item, or changes what was counted.
    Stock setOnHand(String sku, int onHand);
}

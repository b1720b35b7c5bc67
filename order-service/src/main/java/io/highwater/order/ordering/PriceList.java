package io.highwater.order.ordering;

import java.util.Collection;
import java.util.Map;

/// What a piece costs.
public interface PriceList {
    /// Prices in cents of those of the items that are known.
    Map<String, Long> unitPricesCents(Collection<String> skus);
}

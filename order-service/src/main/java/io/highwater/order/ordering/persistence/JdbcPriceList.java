package io.highwater.order.ordering.persistence;

import io.highwater.order.ordering.PriceList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table `price`.
@Repository
class JdbcPriceList implements PriceList {
    private final JdbcClient jdbc;

    JdbcPriceList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<String, Long> unitPricesCents(Collection<String> skus) {
        var prices = new HashMap<String, Long>();
        jdbc.sql("SELECT sku, unit_price_cents FROM price WHERE sku = ANY (:skus)")
                .param("skus", skus.toArray(String[]::new))
                .query(row -> {
                    prices.put(row.getString("sku"), row.getLong("unit_price_cents"));
                });
        return prices;
    }
}

package io.highwater.system;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Stock and credit at one moment.
record Balance(Map<String, JsonNode> stock, Map<String, JsonNode> credit) {
    static final Set<String> SKUS = Set.of("book", "lamp", "unicorn");
    static final Set<String> USERS = Set.of("alice", "bob", "carol", "dave");

    static Balance of(Shop shop) throws IOException, InterruptedException {
        Map<String, JsonNode> stock = new LinkedHashMap<>();
        for (String sku : SKUS) {
            stock.put(sku, shop.stock(sku));
        }
        Map<String, JsonNode> credit = new LinkedHashMap<>();
        for (String user : USERS) {
            credit.put(user, shop.credit(user));
        }
        return new Balance(stock, credit);
    }

    int onHand(String sku) {
        return stock.get(sku).get("onHand").asInt();
    }

    int reserved(String sku) {
        return stock.get(sku).get("reserved").asInt();
    }

    long captured(String user) {
        return credit.get(user).get("capturedCents").asLong();
    }

    long authorized(String user) {
        return credit.get(user).get("authorizedCents").asLong();
    }
}

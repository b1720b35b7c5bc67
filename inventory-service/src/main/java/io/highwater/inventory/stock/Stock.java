package io.highwater.inventory.stock;

/// The stock of one item, in pieces.
///
/// @param onHand   what lies in the warehouse
/// @param reserved how much of it is set aside for orders
/// @param shipped  what has left the warehouse since it opened
public record Stock(String sku, int onHand, int reserved, long shipped) {
    public int available() {
        return onHand - reserved;
    }
}

/// Stock and reservations: the rules ([io.highwater.inventory.stock.Shelf]), the use cases
/// ([io.highwater.inventory.stock.ReserveOrders], [io.highwater.inventory.stock.CountStock]) and the ports they
/// need.
@NullMarked
package io.highwater.inventory.stock;

import org.jspecify.annotations.NullMarked;

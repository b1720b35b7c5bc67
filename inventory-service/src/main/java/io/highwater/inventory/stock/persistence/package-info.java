/// Stock and reservations in PostgreSQL.
@NullMarked
package io.highwater.inventory.stock.persistence;

import org.jspecify.annotations.NullMarked;

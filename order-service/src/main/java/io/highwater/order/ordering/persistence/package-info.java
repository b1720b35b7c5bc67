/// Orders and prices in PostgreSQL.
@NullMarked
package io.highwater.order.ordering.persistence;

import org.jspecify.annotations.NullMarked;

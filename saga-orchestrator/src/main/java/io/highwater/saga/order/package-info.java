/// The order saga: reserve stock, authorise the payment, capture it, confirm the order, ship it.
@NullMarked
package io.highwater.saga.order;

import org.jspecify.annotations.NullMarked;

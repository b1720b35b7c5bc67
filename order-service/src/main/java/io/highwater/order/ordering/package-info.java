/// Orders: the rules ([io.highwater.order.ordering.Order]), the use cases
/// ([io.highwater.order.ordering.PlaceOrder], [io.highwater.order.ordering.ChangeOrder]) and the ports they
/// need. Adapters are the packages beneath.
@NullMarked
package io.highwater.order.ordering;

import org.jspecify.annotations.NullMarked;

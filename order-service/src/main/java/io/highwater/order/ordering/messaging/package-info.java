/// Orders as seen from the broker.
@NullMarked
package io.highwater.order.ordering.messaging;

import org.jspecify.annotations.NullMarked;

/// Stock as seen from the broker.
@NullMarked
package io.highwater.inventory.stock.messaging;

import org.jspecify.annotations.NullMarked;

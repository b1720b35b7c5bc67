/// The inventory service: sets stock aside for orders, gives it back, and lets it go when an order is shipped.
@NullMarked
package io.highwater.inventory;

import org.jspecify.annotations.NullMarked;

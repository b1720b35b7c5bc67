/// Orders: what the order service announces, and what it can be told to do.
@NullMarked
package io.highwater.contracts.orders;

import org.jspecify.annotations.NullMarked;

/// Stock: what the inventory service can be told to do, and what it answers and announces.
@NullMarked
package io.highwater.contracts.inventory;

import org.jspecify.annotations.NullMarked;

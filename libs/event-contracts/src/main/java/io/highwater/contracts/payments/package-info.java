/// Payments: what the payment service can be told to do, and what it answers and announces.
@NullMarked
package io.highwater.contracts.payments;

import org.jspecify.annotations.NullMarked;

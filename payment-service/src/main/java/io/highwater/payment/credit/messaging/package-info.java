/// Payments as seen from the broker.
@NullMarked
package io.highwater.payment.credit.messaging;

import org.jspecify.annotations.NullMarked;

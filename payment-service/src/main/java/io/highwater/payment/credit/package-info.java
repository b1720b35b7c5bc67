/// Customers' credit and the payments of their orders: the rules ([io.highwater.payment.credit.Credit],
/// [io.highwater.payment.credit.Payment]), the use cases ([io.highwater.payment.credit.PayOrders],
/// [io.highwater.payment.credit.SetLimit]) and the ports they need.
@NullMarked
package io.highwater.payment.credit;

import org.jspecify.annotations.NullMarked;

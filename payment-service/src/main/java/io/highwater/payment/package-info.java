/// The payment service: holds an order's amount against the customer's credit, takes it, or lets it go.
@NullMarked
package io.highwater.payment;

import org.jspecify.annotations.NullMarked;

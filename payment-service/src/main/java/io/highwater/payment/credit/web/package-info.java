/// Credit over HTTP, for people who look and for demos. What is wrong is answered as a problem (RFC 9457).
@NullMarked
package io.highwater.payment.credit.web;

import org.jspecify.annotations.NullMarked;

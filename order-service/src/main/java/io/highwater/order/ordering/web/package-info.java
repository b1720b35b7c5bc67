/// Orders over HTTP. What is wrong with a request is answered as a problem (RFC 9457) that names field and reason.
@NullMarked
package io.highwater.order.ordering.web;

import org.jspecify.annotations.NullMarked;

/// `Idempotency-Key`: a request sent twice acts once and is answered twice.
@NullMarked
package io.highwater.order.idempotency;

import org.jspecify.annotations.NullMarked;

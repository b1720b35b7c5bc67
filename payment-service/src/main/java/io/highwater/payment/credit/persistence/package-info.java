/// Credit and payments in PostgreSQL.
@NullMarked
package io.highwater.payment.credit.persistence;

import org.jspecify.annotations.NullMarked;

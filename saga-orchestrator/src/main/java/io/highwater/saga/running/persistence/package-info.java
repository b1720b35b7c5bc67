/// Sagas in PostgreSQL.
@NullMarked
package io.highwater.saga.running.persistence;

import org.jspecify.annotations.NullMarked;

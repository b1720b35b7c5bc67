/// Deliveries in PostgreSQL.
@NullMarked
package io.highwater.notification.delivery.persistence;

import org.jspecify.annotations.NullMarked;

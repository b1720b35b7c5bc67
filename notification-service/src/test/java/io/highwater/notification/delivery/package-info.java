/// The rules of deliveries, without clock, database or provider.
@NullMarked
package io.highwater.notification.delivery;

import org.jspecify.annotations.NullMarked;

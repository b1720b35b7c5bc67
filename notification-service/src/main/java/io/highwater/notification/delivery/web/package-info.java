/// Deliveries and dead letters over REST.
@NullMarked
package io.highwater.notification.delivery.web;

import org.jspecify.annotations.NullMarked;

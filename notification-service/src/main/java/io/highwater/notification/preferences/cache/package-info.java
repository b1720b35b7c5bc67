/// Copies of preferences in Redis: short time limits and a circuit breaker, so that a Redis that is down or slow costs
/// next to nothing.
@NullMarked
package io.highwater.notification.preferences.cache;

import org.jspecify.annotations.NullMarked;

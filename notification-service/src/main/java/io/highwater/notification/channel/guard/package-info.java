/// Protects us from a provider, and the provider from us: bulkhead, rate limit, circuit breaker and time limit.
@NullMarked
package io.highwater.notification.channel.guard;

import org.jspecify.annotations.NullMarked;

/// Saying once, for the person on call, what a service waits for.
@NullMarked
package io.highwater.outbox.outage;

import org.jspecify.annotations.NullMarked;

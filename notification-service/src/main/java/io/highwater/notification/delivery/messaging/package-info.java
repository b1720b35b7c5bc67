/// What this service listens to, in each of its modes.
@NullMarked
package io.highwater.notification.delivery.messaging;

import org.jspecify.annotations.NullMarked;

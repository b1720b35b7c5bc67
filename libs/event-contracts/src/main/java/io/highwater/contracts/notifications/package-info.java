/// Notifications that could not be delivered.
@NullMarked
package io.highwater.contracts.notifications;

import org.jspecify.annotations.NullMarked;

/// The guards around providers that fail, hang or do not tell.
@NullMarked
package io.highwater.notification.channel.guard;

import org.jspecify.annotations.NullMarked;

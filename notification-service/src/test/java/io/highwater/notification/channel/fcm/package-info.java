/// Firebase as its API describes it, on a local port.
@NullMarked
package io.highwater.notification.channel.fcm;

import org.jspecify.annotations.NullMarked;

/// Twilio as its API describes it, on a local port.
@NullMarked
package io.highwater.notification.channel.twilio;

import org.jspecify.annotations.NullMarked;

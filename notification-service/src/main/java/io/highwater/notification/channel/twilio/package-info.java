/// Text messages through Twilio's REST API.
@NullMarked
package io.highwater.notification.channel.twilio;

import org.jspecify.annotations.NullMarked;

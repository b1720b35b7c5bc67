/// A mail server that answers as told.
@NullMarked
package io.highwater.notification.channel.smtp;

import org.jspecify.annotations.NullMarked;

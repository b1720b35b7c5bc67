/// E-mail through an SMTP server.
@NullMarked
package io.highwater.notification.channel.smtp;

import org.jspecify.annotations.NullMarked;

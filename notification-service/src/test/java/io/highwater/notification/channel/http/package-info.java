/// How HTTP answers are understood.
@NullMarked
package io.highwater.notification.channel.http;

import org.jspecify.annotations.NullMarked;

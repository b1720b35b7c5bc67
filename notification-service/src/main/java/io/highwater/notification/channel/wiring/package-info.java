/// Chooses each channel's provider: the real one where its credentials are given, else the stand-in.
@NullMarked
package io.highwater.notification.channel.wiring;

import org.jspecify.annotations.NullMarked;

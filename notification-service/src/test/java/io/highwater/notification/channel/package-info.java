/// Channels without a provider behind them.
@NullMarked
package io.highwater.notification.channel;

import org.jspecify.annotations.NullMarked;

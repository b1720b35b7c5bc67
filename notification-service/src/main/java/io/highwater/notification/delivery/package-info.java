/// Each message on each channel, from the order event that causes it to its end: sent, undeliverable or parked.
///
/// [io.highwater.notification.delivery.Delivery] holds the rules; [io.highwater.notification.delivery.Dispatcher]
/// claims what is due and hands it to the providers.
@NullMarked
package io.highwater.notification.delivery;

import org.jspecify.annotations.NullMarked;

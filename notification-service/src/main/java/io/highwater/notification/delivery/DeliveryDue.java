package io.highwater.notification.delivery;

import io.highwater.notification.channel.Channel;

/// Within this process: the transaction that commits leaves something to send on `channel`.
public record DeliveryDue(Channel channel) {}

package io.highwater.notification.channel;

/// Port: the way to a channel's provider, guarded so that a slow or broken one harms nobody but itself.
public interface Providers {
    /// How many calls may be under way right now: 0 while the circuit is open or the rate is used up.
    int room(Channel channel);

    /// Hands the message over; when `inDoubt`, an earlier attempt may have gone out, and is asked for first wherever
    /// the channel is not simply sent again.
    Call send(Channel channel, OutboundMessage message, boolean inDoubt);

    /// What came of a guarded call.
    sealed interface Call {
        /// The provider was called.
        record Answered(SendResult result) implements Call {}

        /// The provider was not called, for our own reason: the attempt does not count.
        record Held(String cause) implements Call {}
    }
}

package io.highwater.notification.channel;

/// Port: somebody who carries messages of one channel. Calls block, and may be interrupted when they take too long.
/// Failures are results, not exceptions; what an adapter throws all the same counts as [SendResult.Unknown].
///
/// Thread-safety: required.
public interface Provider {
    /// The channel served here.
    Channel channel();

    /// Who carries it, for people and metrics: `twilio`, `stand-in`.
    String name();

    /// Hands the message over, with its delivery id as idempotency key where the provider takes one.
    SendResult send(OutboundMessage message);

    /// Asks whether an earlier attempt of this message went out.
    LookUp lookUp(OutboundMessage message);
}

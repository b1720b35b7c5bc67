package io.highwater.notification.channel;

/// A provider's answer to "did that message go out?".
public sealed interface LookUp {
    /// It did; `reference` is the provider's own name for it.
    record Found(String reference) implements LookUp {}

    /// It did not.
    record NotFound() implements LookUp {}

    /// The provider cannot say now.
    record CannotTell(String cause) implements LookUp {}
}

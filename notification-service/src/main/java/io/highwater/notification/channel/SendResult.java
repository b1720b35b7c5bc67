package io.highwater.notification.channel;

import java.time.Duration;
import java.util.Optional;

/// What came of handing a message to a provider. `cause` is for people and names neither addresses nor credentials.
public sealed interface SendResult {
    /// The provider took it; `reference` is the provider's own name for it.
    record Sent(String reference) implements SendResult {}

    /// The provider refused it and always will: no such number, no such device.
    record Permanent(String cause) implements SendResult {}

    /// It was certainly not sent, and may be later.
    ///
    /// @param retryAfter how long the provider asks us to wait, if it does
    record Retryable(String cause, Optional<Duration> retryAfter) implements SendResult {
        public Retryable(String cause) {
            this(cause, Optional.empty());
        }
    }

    /// It left us and no answer came: sent or not, nobody here knows.
    record Unknown(String cause) implements SendResult {}
}

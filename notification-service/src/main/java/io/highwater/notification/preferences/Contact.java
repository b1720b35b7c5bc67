package io.highwater.notification.preferences;

/// One channel of one user.
///
/// @param enabled whether the user wants messages there
/// @param address in the channel's form; empty when none is known, which a disabled channel may
public record Contact(boolean enabled, String address) {
    /// Without the address, which must not reach a log.
    @Override
    public String toString() {
        return "Contact[enabled=" + enabled + "]";
    }
}

package io.highwater.notification.channel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A way to reach a person. Each has one provider behind it and its own kind of address.
public enum Channel {
    /// To an app on a device; the address is the device's registration token.
    PUSH("a registration token of 8 to 4096 visible characters", "[\\x21-\\x7e]{8,4096}", true),

    /// To a phone; the address is its number in E.164. A second copy costs money and annoys, and providers take no
    /// idempotency key for it: while it is unknown whether a message went out, ask and do not send again.
    SMS("a phone number in E.164, such as +15550000100", "\\+[1-9][0-9]{6,14}", false),

    /// To a mailbox.
    EMAIL("an e-mail address", "[^@\\s]{1,64}@[^@\\s]{1,189}\\.[^@\\s.]{2,63}", true);

    private final String addressForm;
    private final Pattern address;
    private final boolean resentInDoubt;

    Channel(String addressForm, String address, boolean resentInDoubt) {
        this.addressForm = addressForm;
        this.address = Pattern.compile(address);
        this.resentInDoubt = resentInDoubt;
    }

    /// The channel of this name in any case, or empty when there is none.
    public static Optional<Channel> named(String name) {
        return Arrays.stream(values())
                .filter(channel -> channel.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /// What an address of this channel looks like, for people: "a phone number in E.164".
    public String addressForm() {
        return addressForm;
    }

    /// Whether `candidate` has the form of an address of this channel; whether somebody lives there is another matter.
    public boolean accepts(String candidate) {
        return address.matcher(candidate).matches();
    }

    /// Whether a message may be sent again when nobody knows if it went out: the receiver may then get it twice.
    public boolean resentInDoubt() {
        return resentInDoubt;
    }
}

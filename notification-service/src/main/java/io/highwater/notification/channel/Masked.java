package io.highwater.notification.channel;

/// An address as logs and pages may show it: enough to recognise, too little to use.
public final class Masked {
    private static final int SHOWN = 4;

    private Masked() {}

    /// `+15550000500` becomes `***0500`, `carol@example.org` becomes `c***@example.org`.
    public static String address(Channel channel, String address) {
        return switch (channel) {
            case EMAIL -> maskMailbox(address);
            case PUSH, SMS -> "***" + address.substring(Math.max(address.length() / 2, address.length() - SHOWN));
        };
    }

    private static String maskMailbox(String address) {
        var at = address.lastIndexOf('@');
        return at < 1 ? "***" : address.charAt(0) + "***" + address.substring(at);
    }
}

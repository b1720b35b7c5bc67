package io.highwater.broker.server.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a listener binds, or where clients are told to find it: `NAME://host:port`.
///
/// @param listener name of the listener, upper case by custom
/// @param host     empty means every interface
/// @param port     0 lets the system choose
public record Endpoint(String listener, String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9_-]+)://(?:\\[([0-9A-Fa-f:.%]*)]|([^:/]*)):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    static Endpoint parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        int port = Integer.parseInt(matcher.group(4));
        if (port > MAX_PORT) {
            throw new IllegalArgumentException(text);
        }
        String bracketed = matcher.group(2);
        return new Endpoint(matcher.group(1), bracketed == null ? matcher.group(3) : bracketed, port);
    }

    /// The same listener at the port that was really bound.
    public Endpoint withPort(int boundPort) {
        return new Endpoint(listener, host, boundPort);
    }

    /// The same listener under the name that clients should use.
    public Endpoint withHost(String publicHost) {
        return new Endpoint(listener, publicHost, port);
    }

    @Override
    public String toString() {
        return listener + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

package io.highwater.outbox;

import io.highwater.contracts.MessageType;
import java.util.Optional;

/// Names of message classes on the wire, `OrderPlaced.v1`: a name and a major version.
public final class MessageTypes {
    private MessageTypes() {}

    /// The wire name of a message class; empty when it carries none.
    public static Optional<String> of(Class<?> message) {
        return Optional.ofNullable(message.getAnnotation(MessageType.class)).map(MessageType::value);
    }

    /// The name without its version: what stays the same over breaking changes.
    public static String nameOf(String type) {
        var version = type.lastIndexOf(".v");
        return version < 0 ? type : type.substring(0, version);
    }
}

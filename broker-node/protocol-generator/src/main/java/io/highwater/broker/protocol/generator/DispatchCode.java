package io.highwater.broker.protocol.generator;

import java.util.Comparator;
import java.util.List;

/// Writes a class that reads any message of one kind by its number.
final class DispatchCode {
    private final String packageName;
    private final String className;
    private final String what;
    private final Source methods = new Source();

    /// @param what what the class reads, for its comment
    DispatchCode(String packageName, String className, String what) {
        this.packageName = packageName;
        this.className = className;
        this.what = what;
    }

    /// Adds a method for the messages of a kind.
    DispatchCode method(String name, String kind, List<MessageSpec> messages) {
        methods.line("").line("    /// Reads a %s.", kind.equals("metadata") ? "record" : kind.replace('-', ' '));
        methods.line("    ///");
        methods.line("    /// @throws MalformedMessageException when none has this number");
        methods.line("    public static ApiMessage %s(short apiKey, MessageReader in, short version) {", name);
        methods.line("    return switch (apiKey) {");
        messages.stream()
                .filter(message -> message.kind().equals(kind) && !message.isDead())
                .sorted(Comparator.comparingInt(message -> message.apiKey().orElseThrow()))
                .forEach(message -> methods.line(
                        "    case %d -> %s.read(in, version);", message.apiKey().orElseThrow(), message.name()));
        methods.line("    default -> throw new MalformedMessageException(\"No %s has number \" + apiKey);", kind);
        methods.line("};").line("}");
        return this;
    }

    String generate() {
        return """
            // Generated from Apache Kafka's message specifications.
            package %s;

            import io.highwater.broker.protocol.wire.ApiMessage;
            import io.highwater.broker.protocol.wire.MalformedMessageException;
            import io.highwater.broker.protocol.wire.MessageReader;

            /// Reads %s by number.
            public final class %s {
                private %s() {}
            %s}
            """.formatted(packageName, what, className, className, methods);
    }
}

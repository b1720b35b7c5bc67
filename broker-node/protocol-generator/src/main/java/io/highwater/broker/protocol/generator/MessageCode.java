package io.highwater.broker.protocol.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes the class of one message, with the structs inside it as nested classes.
final class MessageCode {
    private static final List<String> IMPORTS = List.of(
            "io.highwater.broker.protocol.Uuid",
            "io.highwater.broker.protocol.wire.ApiMessage",
            "io.highwater.broker.protocol.wire.BufferRecords",
            "io.highwater.broker.protocol.wire.Message",
            "io.highwater.broker.protocol.wire.MessageReader",
            "io.highwater.broker.protocol.wire.MessageWriter",
            "io.highwater.broker.protocol.wire.Records",
            "io.highwater.broker.protocol.wire.Throttleable",
            "io.highwater.broker.protocol.wire.UnsupportedFieldException",
            "java.util.ArrayList",
            "java.util.Arrays",
            "java.util.List",
            "java.util.Objects",
            "org.jspecify.annotations.Nullable");

    private final MessageSpec message;
    private final String packageName;

    MessageCode(MessageSpec message, String packageName) {
        this.message = message;
        this.packageName = packageName;
    }

    String generate() {
        var body = new Source();
        messageClass(body);
        var text = body.toString();
        var head = new Source();
        head.line("// Generated from %s.json of Apache Kafka's message specifications.", message.name());
        head.line("package %s;", packageName).line("");
        for (var name : IMPORTS) {
            if (text.matches("(?s).*\\b" + name.substring(name.lastIndexOf('.') + 1) + "\\b.*")) {
                head.line("import %s;", name);
            }
        }
        return head.line("") + text;
    }

    private void messageClass(Source out) {
        var name = message.name();
        var struct = new StructCode(name, message.fields(), message);
        out.line("/// %s of the specification, kind %s.", name, message.kind());
        out.line(
                "public final class %s implements %s%s {",
                name,
                message.apiKey().isPresent() ? "ApiMessage" : "Message",
                isThrottleable() ? ", Throttleable" : "");
        constants(out);
        struct.declareFields(out);
        struct.constructors(out, true);
        out.line("/// Reads the body in the given version.");
        out.line("public static %s read(MessageReader in, short version) {", name);
        out.line("return new %s(in, version);", name).line("}").line("");
        out.line("@Override").line("public void write(MessageWriter out, short version) {");
        struct.checkVersion(out);
        struct.writeBody(out);
        out.line("}").line("");
        if (message.apiKey().isPresent()) {
            out.line("@Override")
                    .line("public short apiKey() {")
                    .line("return API_KEY;")
                    .line("}")
                    .line("");
        }
        struct.accessors(out);
        struct.objectMethods(out);
        structs().forEach((structName, fields) -> nestedClass(out, structName, fields));
        out.line("}");
    }

    private void constants(Source out) {
        message.apiKey().ifPresent(key -> out.line("public static final short API_KEY = %d;", key));
        out.line(
                "public static final short LOWEST_VERSION = %d;",
                message.validVersions().lowest());
        out.line(
                "public static final short HIGHEST_VERSION = %d;",
                message.validVersions().highest());
        if (usesBytes(message.fields()) || structs().values().stream().anyMatch(MessageCode::usesBytes)) {
            out.line("private static final byte[] NO_BYTES = {};");
        }
        out.line("");
    }

    private void nestedClass(Source out, String name, List<Field> fields) {
        var struct = new StructCode(name, fields, message);
        out.line("");
        out.line("/// Part of [%s].", message.name());
        out.line("public static final class %s {", name);
        struct.declareFields(out);
        struct.constructors(out, false);
        out.line("void write(MessageWriter out, short version) {");
        struct.writeBody(out);
        out.line("}").line("");
        struct.accessors(out);
        struct.objectMethods(out);
        out.line("}");
    }

    /// All structs by name, those that fields define and those that stand apart.
    private Map<String, List<Field>> structs() {
        var structs = new LinkedHashMap<String, List<Field>>();
        for (var struct : message.commonStructs()) {
            structs.put(struct.name(), struct.fields());
        }
        var open = new ArrayList<>(message.fields());
        message.commonStructs().forEach(struct -> open.addAll(struct.fields()));
        while (!open.isEmpty()) {
            var field = open.removeFirst();
            var element = field.type() instanceof Type.Array array ? array.element() : field.type();
            if (element instanceof Type.Struct struct && !field.fields().isEmpty()) {
                structs.put(struct.name(), field.fields());
                open.addAll(field.fields());
            }
        }
        return structs;
    }

    private boolean isThrottleable() {
        return message.fields().stream().anyMatch(field -> field.property().equals("throttleTimeMs"));
    }

    private static boolean usesBytes(List<Field> fields) {
        return fields.stream().anyMatch(field -> field.type() == Type.Simple.BYTES && !field.defaultsToNull());
    }
}

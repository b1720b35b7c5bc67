package io.highwater.broker.protocol.generator;

import io.highwater.broker.protocol.generator.Type.Array;
import io.highwater.broker.protocol.generator.Type.Simple;
import io.highwater.broker.protocol.generator.Type.Struct;

/// Writes the statements and expressions that concern one field.
final class FieldCode {
    private final Field field;
    private final String owner;
    private final Versions known;
    private final String flexible;

    /// @param owner    the class that has the field, for error messages
    /// @param known    the versions of the message
    /// @param flexible Java expression that is true where lengths are compact
    FieldCode(Field field, String owner, Versions known, String flexible) {
        this.field = field;
        this.owner = owner;
        this.known = known;
        this.flexible = Condition.in(field.flexibleVersions(), known).always() ? flexible : "false";
    }

    Field field() {
        return field;
    }

    String property() {
        return field.property();
    }

    /// The property where a parameter or variable may have its name.
    private String value() {
        return "this." + field.property();
    }

    /// Whether it is a tagged field in the versions that there are.
    private boolean isTagged() {
        return !presentTagged().never();
    }

    /// The type of the property with its nullness.
    String declaredType() {
        var name = field.type().javaName();
        if (!field.isNullable()) {
            return name;
        }
        return field.type() == Simple.BYTES ? "byte @Nullable []" : "@Nullable " + name;
    }

    /// Where the field stands among the others, not in the section of tagged fields.
    Condition presentInOrder() {
        if (field.taggedVersions().contains(field.versions().intersect(known))) {
            return Condition.NEVER;
        }
        if (!field.taggedVersions().intersect(known).isEmpty()) {
            throw new IllegalStateException(owner + "." + field.name() + " is tagged in some of its versions only");
        }
        return Condition.in(field.versions(), known);
    }

    Condition presentTagged() {
        return Condition.in(field.taggedVersions().intersect(field.versions()), known);
    }

    Condition present() {
        return Condition.in(field.versions(), known);
    }

    String defaultExpression() {
        if (field.defaultsToNull()) {
            return "null";
        }
        var value = field.defaultValue();
        return switch (field.type()) {
            case Array _ -> "new ArrayList<>(0)";
            case Struct struct -> "new " + struct.name() + "()";
            case Simple simple -> simpleDefault(simple, value);
        };
    }

    private static String simpleDefault(Simple type, String value) {
        return switch (type) {
            case BOOL -> value.isEmpty() ? "false" : value;
            case INT8 -> "(byte) " + (value.isEmpty() ? "0" : value);
            case INT16 -> "(short) " + (value.isEmpty() ? "0" : value);
            case UINT16, INT32 -> value.isEmpty() ? "0" : value;
            case UINT32, INT64 -> (value.isEmpty() ? "0" : value) + "L";
            case FLOAT64 -> value.isEmpty() ? "0.0" : value;
            case UUID -> "Uuid.ZERO";
            case STRING -> "\"" + value + "\"";
            case BYTES -> "NO_BYTES";
            case RECORDS -> "BufferRecords.EMPTY";
        };
    }

    /// A Java expression that is true when the property has another value than the default.
    String differsFromDefault() {
        var name = value();
        if (field.defaultsToNull()) {
            return name + " != null";
        }
        var present = field.isNullable() ? name + " == null || " : "";
        return switch (field.type()) {
            case Array _ -> parenthesized(present, "!" + name + ".isEmpty()");
            case Struct _ -> parenthesized(present, "!" + name + ".equals(" + defaultExpression() + ")");
            case Simple simple when simple == Simple.BYTES -> parenthesized(present, name + ".length != 0");
            case Simple simple when simple == Simple.RECORDS -> parenthesized(present, name + ".sizeInBytes() != 0");
            case Simple simple
            when simple == Simple.FLOAT64 -> "Double.compare(" + name + ", " + defaultExpression() + ") != 0";
            case Simple simple when simple.isPrimitive() -> name + " != " + defaultExpression();
            case Simple _ -> "!" + defaultExpression() + ".equals(" + name + ")";
        };
    }

    private static String parenthesized(String first, String second) {
        return first.isEmpty() ? second : "(" + first + second + ")";
    }

    String equalTo() {
        var name = value();
        return switch (field.type()) {
            case Simple simple when simple == Simple.BYTES -> "Arrays.equals(" + name + ", that." + property() + ")";
            case Simple simple
            when simple == Simple.FLOAT64 -> "Double.compare(" + name + ", that." + property() + ") == 0";
            case Simple simple when simple.isPrimitive() -> name + " == that." + property();
            default -> "Objects.equals(" + name + ", that." + property() + ")";
        };
    }

    String hash() {
        var name = value();
        return switch (field.type()) {
            case Simple simple when simple == Simple.BYTES -> "Arrays.hashCode(" + name + ")";
            case Simple simple when simple.isPrimitive() -> simple.boxedName() + ".hashCode(" + name + ")";
            default -> "Objects.hashCode(" + name + ")";
        };
    }

    String text() {
        return field.type() == Simple.BYTES ? "Arrays.toString(" + value() + ")" : value();
    }

    /// Adds the statements that read the value into the property.
    void read(Source out) {
        switch (field.type()) {
            case Simple simple -> out.line("this.%s = %s;", property(), readSimple(simple));
            case Struct struct -> readStruct(out, struct);
            case Array array -> readArray(out, array);
        }
    }

    private String readSimple(Simple type) {
        var plain = "in.read" + type.methodSuffix() + "(" + (type.hasLength() ? flexible : "") + ")";
        var nullable = "in.readNullable" + type.methodSuffix() + "(" + flexible + ")";
        return choose(nullable, plain);
    }

    /// Picks between the nullable and the other form by version.
    private String choose(String nullable, String plain) {
        var condition = nullableCondition();
        if (condition.never()) {
            return plain;
        }
        return condition.always() ? nullable : condition.expression() + " ? " + nullable + " : " + plain;
    }

    private Condition nullableCondition() {
        return Condition.in(field.nullableVersions(), field.versions().intersect(known));
    }

    private void readStruct(Source out, Struct struct) {
        var value = "new " + struct.name() + "(in, version)";
        var marker = isTagged() ? "in.readUnsignedVarint() == 0" : "in.readByte() < 0";
        out.line("this.%s = %s;", property(), choose(marker + " ? null : " + value, value));
    }

    private void readArray(Source out, Array array) {
        var length = choose("in.readNullableArrayLength(" + flexible + ")", "in.readArrayLength(" + flexible + ")");
        out.line("{");
        out.line("int length = %s;", length);
        if (!nullableCondition().never()) {
            out.line("if (length < 0) {").line("this.%s = null;", property()).line("} else {");
        }
        out.line(
                "var list = new ArrayList<%s>(MessageReader.initialCapacity(length));",
                array.element().boxedName());
        out.line("for (int i = 0; i < length; i++) {");
        out.line("list.add(%s);", readElement(array.element()));
        out.line("}").line("this.%s = list;", property());
        if (!nullableCondition().never()) {
            out.line("}");
        }
        out.line("}");
    }

    private String readElement(Type element) {
        return switch (element) {
            case Simple simple -> "in.read" + simple.methodSuffix() + "(" + (simple.hasLength() ? flexible : "") + ")";
            case Struct struct -> "new " + struct.name() + "(in, version)";
            case Array _ -> throw new IllegalStateException(owner + "." + field.name() + " is an array of arrays");
        };
    }

    /// Adds the statements that write the property.
    void write(Source out) {
        refuseNull(out);
        switch (field.type()) {
            case Simple simple -> out.line(writeSimple(simple, value()));
            case Struct _ -> writeStruct(out);
            case Array array -> writeArray(out, array);
        }
    }

    private void refuseNull(Source out) {
        if (!field.isNullable() || nullableCondition().always()) {
            return;
        }
        var condition = nullableCondition().never()
                ? ""
                : " && !(" + nullableCondition().expression() + ")";
        out.line("if (%s == null%s) {", value(), condition);
        out.line("throw UnsupportedFieldException.unexpectedNull(\"%s.%s\", version);", owner, field.name());
        out.line("}");
    }

    private String writeSimple(Simple type, String value) {
        return "out.write%s(%s%s);".formatted(type.methodSuffix(), value, type.hasLength() ? ", " + flexible : "");
    }

    /// A nullable struct has a marker before it; tagged and other fields have different ones.
    private void writeStruct(Source out) {
        var condition = nullableCondition();
        if (condition.never()) {
            out.line("%s.write(out, version);", value());
            return;
        }
        if (!condition.always()) {
            throw new IllegalStateException(owner + "." + field.name() + " is nullable in some of its versions only");
        }
        out.line("if (%s == null) {", value());
        out.line(isTagged() ? "out.writeUnsignedVarint(0);" : "out.writeByte((byte) -1);");
        out.line("} else {").line(isTagged() ? "out.writeUnsignedVarint(1);" : "out.writeByte((byte) 1);");
        out.line("%s.write(out, version);", value()).line("}");
    }

    private void writeArray(Source out, Array array) {
        var nullable = !nullableCondition().never();
        if (nullable) {
            out.line("if (%s == null) {", value());
            out.line("out.writeArrayLength(-1, %s);", flexible).line("} else {");
        }
        out.line("out.writeArrayLength(%s.size(), %s);", value(), flexible);
        out.line("for (int i = 0, size = %s.size(); i < size; i++) {", value());
        switch (array.element()) {
            case Simple simple -> out.line(writeSimple(simple, value() + ".get(i)"));
            case Struct _ -> out.line("%s.get(i).write(out, version);", value());
            case Array _ -> throw new IllegalStateException(owner + "." + field.name() + " is an array of arrays");
        }
        out.line("}");
        if (nullable) {
            out.line("}");
        }
    }

    /// Adds the check that nothing gets lost in a version without this field.
    void refuseLoss(Source out) {
        out.line("if (%s) {", differsFromDefault());
        out.line("throw UnsupportedFieldException.absent(\"%s.%s\", version);", owner, field.name());
        out.line("}");
    }
}

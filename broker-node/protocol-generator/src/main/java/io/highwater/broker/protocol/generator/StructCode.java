package io.highwater.broker.protocol.generator;

import java.util.Comparator;
import java.util.List;

/// Writes what messages and the structs inside them have in common: properties, reading, writing, equality.
final class StructCode {
    private final String name;
    private final List<FieldCode> fields;
    private final List<FieldCode> tagged;
    private final Versions known;
    private final Versions flexible;

    StructCode(String name, List<Field> fields, MessageSpec message) {
        this.name = name;
        this.known = message.validVersions();
        this.flexible = message.flexibleVersions();
        var variable = Condition.in(flexible, known).expression().startsWith("version")
                ? "flexible"
                : Condition.in(flexible, known).expression();
        this.fields = fields.stream()
                .map(field -> new FieldCode(field, name, known, variable))
                .toList();
        this.tagged = this.fields.stream()
                .filter(field -> !field.presentTagged().never())
                .sorted(Comparator.comparingInt(field -> field.field().tag()))
                .toList();
    }

    void declareFields(Source out) {
        for (var field : fields) {
            out.line("private %s %s;", field.declaredType(), field.property());
        }
        out.line("");
    }

    void constructors(Source out, boolean checked) {
        out.line("/// All fields have their defaults.");
        out.line("public %s() {", name);
        for (var field : fields) {
            out.line("this.%s = %s;", field.property(), field.defaultExpression());
        }
        out.line("}").line("");
        out.line("%s(MessageReader in, short version) {", name);
        if (checked) {
            checkVersion(out);
        }
        flexibleVariable(out);
        for (var field : fields) {
            readOrDefault(out, field);
        }
        readTagged(out);
        out.line("}").line("");
    }

    void checkVersion(Source out) {
        out.line("if (version < LOWEST_VERSION || version > HIGHEST_VERSION) {");
        out.line("throw UnsupportedFieldException.version(\"%s\", version);", name);
        out.line("}");
    }

    private void flexibleVariable(Source out) {
        var condition = Condition.in(flexible, known);
        if (!condition.always() && !condition.never()) {
            out.line("boolean flexible = %s;", condition.expression());
        }
    }

    private static void readOrDefault(Source out, FieldCode field) {
        var present = field.presentInOrder();
        if (present.always()) {
            field.read(out);
        } else if (present.never()) {
            out.line("this.%s = %s;", field.property(), field.defaultExpression());
        } else {
            out.line("if (%s) {", present.expression());
            field.read(out);
            out.line("} else {");
            out.line("this.%s = %s;", field.property(), field.defaultExpression());
            out.line("}");
        }
    }

    private void readTagged(Source out) {
        if (!openFlexible(out)) {
            return;
        }
        if (tagged.isEmpty()) {
            out.line("in.skipTaggedFields();");
        } else {
            out.line("int count = in.readTaggedFieldCount();");
            out.line("for (int t = 0; t < count; t++) {");
            out.line("switch (in.readUnsignedVarint()) {");
            for (var field : tagged) {
                readTaggedCase(out, field);
            }
            out.line("default -> in.skipTaggedField();");
            out.line("}").line("}");
        }
        closeFlexible(out);
    }

    private static void readTaggedCase(Source out, FieldCode field) {
        var present = field.presentTagged();
        out.line("case %d -> {", field.field().tag());
        if (!present.always()) {
            out.line("if (!(%s)) {", present.expression());
            out.line("in.skipTaggedField();").line("continue;").line("}");
        }
        out.line("int end = in.beginTaggedField();");
        field.read(out);
        out.line("in.endTaggedField(end);").line("}");
    }

    private boolean openFlexible(Source out) {
        var condition = Condition.in(flexible, known);
        if (!condition.always() && !condition.never()) {
            out.line("if (flexible) {");
        }
        return !condition.never();
    }

    private void closeFlexible(Source out) {
        if (!Condition.in(flexible, known).always()) {
            out.line("}");
        }
    }

    /// Adds the body of the method that writes.
    void writeBody(Source out) {
        flexibleVariable(out);
        for (var field : fields) {
            writeOrRefuse(out, field);
        }
        writeTagged(out);
    }

    private static void writeOrRefuse(Source out, FieldCode field) {
        var inOrder = field.presentInOrder();
        var present = field.present();
        if (inOrder.always()) {
            field.write(out);
        } else if (!inOrder.never()) {
            out.line("if (%s) {", inOrder.expression());
            field.write(out);
            if (!field.field().ignorable()) {
                out.line("} else {");
                field.refuseLoss(out);
            }
            out.line("}");
        } else if (!field.field().ignorable() && !present.always()) {
            out.line("if (!(%s)) {", present.expression());
            field.refuseLoss(out);
            out.line("}");
        }
    }

    private void writeTagged(Source out) {
        if (!openFlexible(out)) {
            return;
        }
        if (tagged.isEmpty()) {
            out.line("out.writeUnsignedVarint(0);");
        } else {
            out.line("int count = 0;");
            for (var field : tagged) {
                out.line("if (%s) {", taggedCondition(field)).line("count++;").line("}");
            }
            out.line("out.writeUnsignedVarint(count);");
            for (var field : tagged) {
                out.line("if (%s) {", taggedCondition(field));
                out.line("int begin = out.beginTaggedField(%d);", field.field().tag());
                field.write(out);
                out.line("out.endTaggedField(begin);").line("}");
            }
        }
        closeFlexible(out);
    }

    private static String taggedCondition(FieldCode field) {
        var present = field.presentTagged();
        return present.always()
                ? field.differsFromDefault()
                : present.expression() + " && " + field.differsFromDefault();
    }

    void accessors(Source out) {
        for (var field : fields) {
            var about = field.field().about().replace("\n", " ");
            if (!about.isEmpty()) {
                out.line("/// " + about);
            }
            out.line("public %s %s() {", field.declaredType(), field.property());
            out.line("return %s;", field.property()).line("}").line("");
            out.line("public %s %s(%s value) {", name, field.property(), field.declaredType());
            out.line("this.%s = value;", field.property());
            out.line("return this;").line("}").line("");
        }
    }

    void objectMethods(Source out) {
        out.line("@Override").line("public boolean equals(@Nullable Object other) {");
        if (fields.isEmpty()) {
            out.line("return other instanceof %s;", name);
        } else {
            out.line("return other instanceof %s that", name);
            for (var i = 0; i < fields.size(); i++) {
                out.line("        && %s%s", fields.get(i).equalTo(), i == fields.size() - 1 ? ";" : "");
            }
        }
        out.line("}").line("");
        out.line("@Override").line("public int hashCode() {").line("int hash = 1;");
        for (var field : fields) {
            out.line("hash = 31 * hash + %s;", field.hash());
        }
        out.line("return hash;").line("}").line("");
        out.line("@Override").line("public String toString() {");
        out.line("return \"%s[\"", name);
        for (var i = 0; i < fields.size(); i++) {
            out.line(
                    "        + \"%s%s=\" + %s",
                    i == 0 ? "" : ", ", fields.get(i).property(), fields.get(i).text());
        }
        out.line("        + \"]\";").line("}");
    }
}

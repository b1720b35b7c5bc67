package io.highwater.broker.protocol.generator;

/// The type of a field in a specification.
sealed interface Type {
    /// Types that the wire format knows by name.
    enum Simple implements Type {
        BOOL("bool", "boolean", "Boolean", "Boolean"),
        INT8("int8", "byte", "Byte", "Byte"),
        INT16("int16", "short", "Short", "Short"),
        UINT16("uint16", "int", "Integer", "UnsignedShort"),
        INT32("int32", "int", "Integer", "Int"),
        UINT32("uint32", "long", "Long", "UnsignedInt"),
        INT64("int64", "long", "Long", "Long"),
        FLOAT64("float64", "double", "Double", "Double"),
        UUID("uuid", "Uuid", "Uuid", "Uuid"),
        STRING("string", "String", "String", "String"),
        BYTES("bytes", "byte[]", "byte[]", "Bytes"),
        RECORDS("records", "Records", "Records", "Records");

        private final String specName;
        private final String javaName;
        private final String boxedName;
        private final String methodSuffix;

        Simple(String specName, String javaName, String boxedName, String methodSuffix) {
            this.specName = specName;
            this.javaName = javaName;
            this.boxedName = boxedName;
            this.methodSuffix = methodSuffix;
        }

        /// What follows `read` and `write` in the methods of the reader and writer.
        String methodSuffix() {
            return methodSuffix;
        }

        /// Whether the wire format has a length, in one of two encodings.
        boolean hasLength() {
            return this == STRING || this == BYTES || this == RECORDS;
        }

        boolean isPrimitive() {
            return !hasLength() && this != UUID;
        }

        @Override
        public String javaName() {
            return javaName;
        }

        @Override
        public String boxedName() {
            return boxedName;
        }
    }

    /// Several elements of one type.
    record Array(Type element) implements Type {
        @Override
        public String javaName() {
            return "List<" + element.boxedName() + ">";
        }

        @Override
        public String boxedName() {
            return javaName();
        }
    }

    /// A group of fields with a name.
    record Struct(String name) implements Type {
        @Override
        public String javaName() {
            return name;
        }

        @Override
        public String boxedName() {
            return name;
        }
    }

    /// The type of a Java variable of it.
    String javaName();

    /// The same as a type argument.
    String boxedName();

    static Type parse(String text) {
        if (text.startsWith("[]")) {
            return new Array(parse(text.substring(2)));
        }
        for (var simple : Simple.values()) {
            if (simple.specName.equals(text)) {
                return simple;
            }
        }
        return new Struct(text);
    }
}

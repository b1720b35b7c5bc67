package io.highwater.broker.protocol.generator;

/// Java source text in the making: keeps the indentation right.
final class Source {
    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    /// Adds a line. One that starts with `}` ends a block, one that ends with `{` begins one.
    Source line(String line) {
        if (line.startsWith("}")) {
            depth--;
        }
        if (!line.isEmpty()) {
            text.append(INDENT.repeat(depth)).append(line);
        }
        text.append('\n');
        if (line.endsWith("{")) {
            depth++;
        }
        return this;
    }

    /// Adds a formatted line.
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for one method
    Source line(String format, Object... arguments) {
        return line(format.formatted(arguments));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

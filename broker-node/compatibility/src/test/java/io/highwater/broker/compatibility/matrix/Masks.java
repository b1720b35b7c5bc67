package io.highwater.broker.compatibility.matrix;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Replaces what differs between any two clusters, even of the same kind: addresses, directories, ids, times. What is
/// left must be equal.
final class Masks {
    private static final List<Mask> EVERYWHERE = List.of(
            mask("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uuid>"),
            mask("console-consumer-\\d+", "console-consumer-<n>"),
            mask("(?<![A-Za-z0-9_.-])(?=[A-Za-z0-9_-]*[A-Z0-9])[A-Za-z0-9_-]{22}(?![A-Za-z0-9_(-])", "<id>"),
            mask("\\b20\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d[.,]?\\d*Z?", "<date>"),
            mask("\\b1[6-9]\\d{11}\\b", "<time>"),
            mask("127\\.0\\.0\\.1:\\d+", "<address>"),
            mask("clientId=adminclient-\\d+", "clientId=adminclient-<n>"),
            mask("(?m)^\\s+(at |\\.\\.\\. \\d+ more).*\\R?", ""),
            // Records of the same millisecond share an entry, and who shares one depends on the machine.
            mask("(?m)(^timestamp: <time> offset: \\d+\\R?)+", "timestamp: <time> offset: <n>\n"),
            mask("crc: \\d+", "crc: <crc>"),
            mask("producerId: \\d+", "producerId: <producer>"),
            mask("\\d+ records sent, .*", "<n> records sent, <figures>"),
            mask("(?m)^<date>:\\d+, <date>.*", "<figures>"),
            mask("[ \\t]+", " "));

    private Masks() {}

    static String apply(Node node, String output) {
        String masked = output.replace(node.workDirectory().toString(), "<work>")
                .replace(node.dataDirectory().toString(), "<data>")
                .replace(node.bootstrapServers(), "<address>")
                .replace("localhost:" + port(node), "<address>")
                .replace(port(node), "<port>");
        for (Mask mask : EVERYWHERE) {
            masked = mask.pattern.matcher(masked).replaceAll(mask.replacement);
        }
        return masked.lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private static String port(Node node) {
        return node.bootstrapServers().substring(node.bootstrapServers().lastIndexOf(':') + 1);
    }

    private static Mask mask(String pattern, String replacement) {
        return new Mask(Pattern.compile(pattern), replacement);
    }

    private record Mask(Pattern pattern, String replacement) {}
}

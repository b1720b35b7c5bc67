package io.highwater.broker.compatibility.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Cases that share topics and groups and run in this order, read from a text of this form:
///
/// ```
/// # a comment
/// the name of the case, which says what is tried
///   $ tool --option value "a value with spaces"     changes something: runs once
///   ? tool --option value                           only reads: may be repeated until things have settled
///   < a line of standard input
/// ```
record Table(String name, List<Case> cases) {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    Table {
        cases = List.copyOf(cases);
    }

    static Table read(Path file) {
        var cases = new ArrayList<Case>();
        String name = "";
        for (String line : lines(file)) {
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#")) {
                continue;
            }
            if (!Character.isWhitespace(line.charAt(0))) {
                name = content;
            } else if (content.startsWith("<")) {
                Case last = cases.removeLast();
                String input = last.input() + content.substring(Math.min(2, content.length())) + "\n";
                cases.add(new Case(last.name(), last.tool(), last.arguments(), input, last.repeatable()));
            } else {
                cases.add(command(name, content));
            }
        }
        return new Table(file.getFileName().toString().replace(".cases", ""), cases);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case command(String name, String line) {
        List<String> words = words(line.substring(1));
        return switch (line.charAt(0)) {
            case '$' -> new Case(name, words.getFirst(), words.subList(1, words.size()), "", false);
            case '?' -> new Case(name, words.getFirst(), words.subList(1, words.size()), "", true);
            default -> throw new IllegalArgumentException("neither $ nor ? nor <: " + line);
        };
    }

    private static List<String> words(String line) {
        return WORD.matcher(line)
                .results()
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
                .toList();
    }
}

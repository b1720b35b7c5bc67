package io.highwater.build;

import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Checks or applies the format of every Java file below a folder. Exits with 1 and the list of files when a check
/// fails.
public final class Formatter {
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "node_modules", ".git", "data");

    private static final int LINE_LENGTH = 120;

    private final com.palantir.javaformat.java.Formatter formatter =
            com.palantir.javaformat.java.Formatter.createFormatter(
                    JavaFormatterOptions.builder().style(Style.PALANTIR).build());

    private Formatter() {}

    public static void main(String[] arguments) throws IOException {
        boolean apply = arguments[0].equals("apply");
        Path root = Path.of(arguments[1]).toRealPath();
        List<String> failures = new Formatter().run(root, apply);
        failures.forEach(System.err::println);
        if (!failures.isEmpty()) {
            System.err.println("Mend the format with: mvn -q -pl build/formatter compile exec:exec@apply");
            System.exit(1);
        }
    }

    private List<String> run(Path root, boolean apply) throws IOException {
        var failures = new ArrayList<String>();
        for (Path file : javaFiles(root)) {
            String source = Files.readString(file);
            if (source.lines().anyMatch(Formatter::isLongComment)) {
                failures.add("a comment line is longer than 120 columns: " + root.relativize(file));
                continue;
            }
            try {
                String formatted = formatter.formatSourceAndFixImports(source);
                if (formatted.equals(source)) {
                    continue;
                }
                if (apply) {
                    Files.writeString(file, formatted);
                } else {
                    failures.add("not formatted: " + root.relativize(file));
                }
            } catch (FormatterException e) {
                failures.add("not Java: " + root.relativize(file) + ": " + e.getMessage());
            }
        }
        return failures;
    }

    /// The formatter would wrap such a line and lose the rest's comment sign.
    private static boolean isLongComment(String line) {
        return line.length() > LINE_LENGTH && line.stripLeading().startsWith("///");
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        var files = new ArrayList<Path>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return SKIPPED_FOLDERS.contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}

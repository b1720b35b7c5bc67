package io.highwater.broker.protocol.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// The folder of generated sources. Leaves files alone that have not changed, so that the compiler has nothing to do,
/// and deletes those that are no longer generated.
final class Output {
    private final Path root;
    private final Set<Path> written = new HashSet<>();

    Output(Path root) {
        this.root = root;
    }

    void write(String packageName, String className, String text) throws IOException {
        var file = root.resolve(packageName.replace('.', '/')).resolve(className + ".java");
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        written.add(file);
    }

    void deleteOthers() throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (!written.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }
}

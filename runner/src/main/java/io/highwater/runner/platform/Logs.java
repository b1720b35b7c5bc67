package io.highwater.runner.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// Reads the interleaved log back.
public final class Logs {
    private static final long POLL_MS = 200;

    private final RunDirectory directory;

    public Logs(RunDirectory directory) {
        this.directory = directory;
    }

    /// @param parts only these parts' lines; all when empty
    /// @param text  only lines that contain it; all when empty
    public int print(List<String> parts, String text, boolean follow) throws InterruptedException {
        parts.forEach(directory.ports()::of);
        try (BufferedReader reader = Files.newBufferedReader(directory.log("platform"))) {
            while (true) {
                String line = reader.readLine();
                if (line != null && isWanted(line, parts, text)) {
                    System.out.println(line);
                } else if (line == null && !follow) {
                    return 0;
                } else if (line == null) {
                    Thread.sleep(POLL_MS);
                }
            }
        } catch (NoSuchFileException e) {
            throw new PlatformException(
                    "nothing was logged in %s yet; './highwater up' starts the platform".formatted(directory.root()),
                    e);
        } catch (IOException e) {
            throw new PlatformException("cannot read " + directory.log("platform") + ": " + e, e);
        }
    }

    private static boolean isWanted(String line, List<String> parts, String text) {
        boolean ofPart = parts.isEmpty() || parts.stream().anyMatch(part -> line.startsWith(part + " "));
        return ofPart && line.contains(text);
    }
}

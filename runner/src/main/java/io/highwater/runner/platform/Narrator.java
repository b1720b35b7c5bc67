package io.highwater.runner.platform;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Weaves the parts' log files into one story: each line with its part's name in front, coloured on a terminal, and
/// kept in `logs/platform.log`.
///
/// Thread-safety: safe; lines are printed whole.
final class Narrator implements AutoCloseable {
    private static final long POLL_MS = 100;
    private static final int MOST_BYTES_A_POLL = 1 << 20;
    private static final String RESET = "\u001b[0m";
    private static final List<String> COLOURS = List.of(
            "\u001b[36m",
            "\u001b[33m",
            "\u001b[32m",
            "\u001b[35m",
            "\u001b[34m",
            "\u001b[96m",
            "\u001b[93m",
            "\u001b[92m",
            "\u001b[95m",
            "\u001b[94m");

    private final PrintStream out = System.out;
    private final boolean coloured = Boolean.getBoolean("highwater.terminal");
    private final Path story;
    private final int nameWidth;
    private final Map<String, Tail> tails = new LinkedHashMap<>();
    private final Thread follower;

    Narrator(RunDirectory directory, List<String> parts) {
        directory.rotateLog("platform");
        story = directory.log("platform");
        nameWidth = parts.stream().mapToInt(String::length).max().orElse(0);
        parts.forEach(part ->
                tails.put(part, new Tail(directory.log(part), COLOURS.get(tails.size() % COLOURS.size()))));
        follower = Thread.ofPlatform().name("narrator").daemon().unstarted(this::follow);
    }

    void start() {
        follower.start();
    }

    /// A line of the runner's own.
    void say(String message) {
        print("highwater", "\u001b[1m", message);
    }

    @Override
    public void close() {
        follower.interrupt();
        try {
            follower.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pollAll();
    }

    private void follow() {
        try {
            while (true) {
                pollAll();
                Thread.sleep(POLL_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void pollAll() {
        tails.forEach((part, tail) -> tail.newLines().forEach(line -> print(part, tail.colour, line)));
    }

    private synchronized void print(String part, String colour, String line) {
        String name = part + " ".repeat(Math.max(0, nameWidth - part.length()));
        out.println(coloured ? colour + name + " |" + RESET + " " + line : name + " | " + line);
        try {
            Files.writeString(story, name + " | " + line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            out.println("highwater | cannot write " + story + ": " + e.getMessage());
        }
    }

    /// Reads what is new at the end of a growing file.
    private static final class Tail {
        private final Path file;
        private final String colour;
        private long position;
        private String unfinished = "";

        Tail(Path file, String colour) {
            this.file = file;
            this.colour = colour;
        }

        List<String> newLines() {
            byte[] bytes = newBytes();
            if (bytes.length == 0) {
                return List.of();
            }
            String text = unfinished + new String(bytes, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n') + 1;
            unfinished = text.substring(end);
            return text.substring(0, end).lines().toList();
        }

        private byte[] newBytes() {
            if (!Files.exists(file)) {
                return new byte[0];
            }
            try (var reader = new RandomAccessFile(file.toFile(), "r")) {
                long size = reader.length();
                if (size < position) {
                    // A new run's file took the place of the one that was read.
                    position = 0;
                }
                var bytes = new byte[(int) Math.min(size - position, MOST_BYTES_A_POLL)];
                reader.seek(position);
                reader.readFully(bytes);
                position += bytes.length;
                return bytes;
            } catch (IOException e) {
                return new byte[0];
            }
        }
    }
}

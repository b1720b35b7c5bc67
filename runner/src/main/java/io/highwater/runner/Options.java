package io.highwater.runner;

import io.highwater.runner.platform.PlatformException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A parsed command line.
///
/// @param ports    ports by part that differ from the usual ones
/// @param bootstrapServers a Kafka cluster to use in place of the bundled broker; "" for the bundled one
/// @param classArchives whether parts write an archive of their classes when they stop for the first time
/// @param from       the cluster to copy from; "" where the command knows it
/// @param fromConfig a file with client properties for it; "" for the environment's
/// @param to         the cluster to copy or move to
/// @param toConfig   a file with client properties for it; "" for the environment's
/// @param rate     orders a second
/// @param seconds  how long orders are placed
/// @param url      where somebody else's platform is; "" for the one of the data directory
/// @param audit    whether a load also checks that nothing was lost or done twice
/// @param operands what stands behind the command without an option's name
record Options(
        String command,
        Path data,
        int portOffset,
        Map<String, Integer> ports,
        String bootstrapServers,
        String from,
        String fromConfig,
        String to,
        String toConfig,
        Duration healthTimeout,
        int rate,
        int seconds,
        boolean detach,
        boolean classArchives,
        boolean follow,
        String grep,
        String url,
        boolean audit,
        List<String> operands) {

    Options {
        ports = Map.copyOf(ports);
        operands = List.copyOf(operands);
    }

    static Options parse(String... arguments) {
        return new Parser(new ArrayDeque<>(List.of(arguments))).parse();
    }

    private static final class Parser {
        private final Deque<String> left;
        private final Map<String, Integer> ports = new HashMap<>();
        private final List<String> operands = new ArrayList<>();
        private String command = "";
        private Path data = Path.of("data");
        private int portOffset;
        private String bootstrapServers = "";
        private String from = "";
        private String fromConfig = "";
        private String to = "";
        private String toConfig = "";
        private Duration healthTimeout = Duration.ofMinutes(4);
        private int rate = 20;
        private int seconds = 60;
        private boolean detach;
        private boolean classArchives = true;
        private boolean follow;
        private String grep = "";
        private String url = "";
        private boolean audit;

        Parser(Deque<String> arguments) {
            left = arguments;
        }

        Options parse() {
            while (!left.isEmpty()) {
                take(left.poll());
            }
            return new Options(
                    command.isEmpty() ? "help" : command,
                    data.toAbsolutePath().normalize(),
                    portOffset,
                    ports,
                    bootstrapServers,
                    from,
                    fromConfig,
                    to,
                    toConfig,
                    healthTimeout,
                    rate,
                    seconds,
                    detach,
                    classArchives,
                    follow,
                    grep,
                    url,
                    audit,
                    operands);
        }

        private void take(String argument) {
            switch (argument) {
                case "--help", "-h" -> command = "help";
                case "--data" -> data = Path.of(value(argument));
                case "--port-offset" -> portOffset = number(argument, value(argument), 0, 50_000);
                case "--port" -> takePort(value(argument));
                case "--bootstrap-servers" -> bootstrapServers = value(argument);
                case "--from" -> from = value(argument);
                case "--from-config" -> fromConfig = value(argument);
                case "--to" -> to = value(argument);
                case "--to-config" -> toConfig = value(argument);
                case "--health-timeout" ->
                    healthTimeout = Duration.ofSeconds(number(argument, value(argument), 1, 3_600));
                case "--rate" -> rate = number(argument, value(argument), 1, 10_000);
                case "--seconds" -> seconds = number(argument, value(argument), 1, 86_400);
                case "--detach", "-d" -> detach = true;
                case "--no-class-archives" -> classArchives = false;
                case "--follow", "-f" -> follow = true;
                case "--url" -> url = value(argument);
                case "--audit" -> audit = true;
                case "--grep" -> grep = value(argument);
                default -> takeOperand(argument);
            }
        }

        private void takeOperand(String argument) {
            if (argument.startsWith("-")) {
                throw new PlatformException(
                        "there is no option '%s'; './highwater --help' lists them".formatted(argument));
            }
            if (command.isEmpty()) {
                command = argument;
            } else {
                operands.add(argument);
            }
        }

        private void takePort(String assignment) {
            String[] parts = assignment.split("=", 2);
            if (parts.length != 2) {
                throw new PlatformException("--port takes NAME=NUMBER but got '%s'".formatted(assignment));
            }
            ports.put(parts[0], number("--port " + parts[0], parts[1], 1, 65_535));
        }

        private String value(String option) {
            String value = left.poll();
            if (value == null) {
                throw new PlatformException(option + " takes a value");
            }
            return value;
        }

        private static int number(String option, String text, int least, int most) {
            try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Answered below, together with numbers out of range.
            }
            throw new PlatformException(
                    "%s takes a number from %d to %d but got '%s'".formatted(option, least, most, text));
        }
    }
}

package io.highwater.runner.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// What the runner and the compose file both have to know. It is said in the checkout's `.env`, which docker
/// compose reads by itself and the build puts into the runner's jar. As with docker compose, the environment wins.
///
/// @param byName the settings by the names of environment variables
record SharedSettings(Map<String, String> byName) {
    private static final String FILE = "/.env";

    SharedSettings {
        byName = Map.copyOf(byName);
    }

    /// The file's settings, each replaced by the variable of its name in `environment` where there is one.
    static SharedSettings read(Map<String, String> environment) {
        var file = new Properties();
        try (var content = Objects.requireNonNull(SharedSettings.class.getResourceAsStream(FILE), FILE)) {
            file.load(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var settings = new LinkedHashMap<String, String>();
        file.stringPropertyNames()
                .forEach(name -> settings.put(name, environment.getOrDefault(name, file.getProperty(name))));
        return new SharedSettings(settings);
    }

    int port(String part) {
        String variable = variable("HIGHWATER_PORT_", part);
        String text = value(variable);
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Answered below, together with numbers that are no ports.
        }
        throw new PlatformException("%s is '%s' but must be a port from 1 to 65535".formatted(variable, text));
    }

    /// The largest heap of a part, as the JVM's `-Xmx` takes it.
    String heap(String part) {
        String variable = variable("HIGHWATER_HEAP_", part);
        String size = value(variable);
        if (!size.matches("[1-9][0-9]*[mg]")) {
            throw new PlatformException("%s is '%s' but must be a size such as 128m".formatted(variable, size));
        }
        return size;
    }

    private String value(String variable) {
        String value = byName.get(variable);
        if (value == null) {
            throw new PlatformException(".env says nothing about " + variable);
        }
        return value;
    }

    private static String variable(String prefix, String part) {
        return prefix + part.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}

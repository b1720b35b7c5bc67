package io.highwater.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// Settings of every client of the cluster: `highwater.kafka.*`, in the environment `HIGHWATER_KAFKA_*`.
///
/// | setting | meaning |
/// |---|---|
/// | `username`, `password` | become `sasl.jaas.config` for the mechanism; `security.protocol` is
/// SASL_SSL then |
/// | `properties.file` | a file with client properties, such as `--command-config` of Apache Kafka's
/// tools takes |
/// | anything else | a client property as it is called in Apache Kafka:
/// `HIGHWATER_KAFKA_SSL_TRUSTSTORE_LOCATION` |
public final class AccessSettings {
    private static final String PREFIX = "HIGHWATER_KAFKA_";
    private static final String FILE = "properties.file";
    private static final String USER = "username";
    private static final String PASSWORD = "password";
    private static final String MECHANISM = "sasl.mechanism";
    private static final String JAAS = "sasl.jaas.config";
    private static final String PROTOCOL = "security.protocol";

    private AccessSettings() {}

    /// Client properties from environment variables.
    public static Map<String, String> ofEnvironment(Map<String, String> environment) {
        var settings = new LinkedHashMap<String, String>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) {
                settings.put(
                        name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return clientProperties(settings);
    }

    /// Client properties from `highwater.kafka.*`, without that prefix.
    ///
    /// @throws IllegalArgumentException when the settings contradict each other or the file cannot be
    ///     read; the message says what to do
    public static Map<String, String> clientProperties(Map<String, String> settings) {
        var properties = new LinkedHashMap<String, String>();
        if (settings.containsKey(FILE)) {
            properties.putAll(read(Path.of(settings.getOrDefault(FILE, ""))));
        }
        properties.putAll(settings);
        properties.remove(FILE);
        String user = properties.remove(USER);
        String password = properties.remove(PASSWORD);
        if (user != null && password != null) {
            logIn(properties, user, password);
        } else if (user != null || password != null) {
            throw new IllegalArgumentException(
                    "HIGHWATER_KAFKA_USERNAME and HIGHWATER_KAFKA_PASSWORD are set together or not at all");
        }
        return Map.copyOf(properties);
    }

    private static void logIn(Map<String, String> properties, String user, String password) {
        properties.putIfAbsent(PROTOCOL, "SASL_SSL");
        properties.putIfAbsent(MECHANISM, "SCRAM-SHA-512");
        String mechanism = properties.getOrDefault(MECHANISM, "");
        String loginModule = switch (mechanism) {
            case "PLAIN" -> "org.apache.kafka.common.security.plain.PlainLoginModule";
            case "SCRAM-SHA-256", "SCRAM-SHA-512" -> "org.apache.kafka.common.security.scram.ScramLoginModule";
            default ->
                throw new IllegalArgumentException(
                        "a user and a password are for PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512, but sasl.mechanism is %s. Set HIGHWATER_KAFKA_SASL_JAAS_CONFIG for it instead"
                                .formatted(mechanism));
        };
        properties.putIfAbsent(
                JAAS,
                "%s required username=\"%s\" password=\"%s\";".formatted(loginModule, quoted(user), quoted(password)));
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "HIGHWATER_KAFKA_PROPERTIES_FILE names %s, which cannot be read: %s".formatted(file, e), e);
        }
        var read = new LinkedHashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
        return read;
    }
}

package io.highwater.broker.protocol.oracle;

import io.highwater.broker.protocol.coordinator.OffsetCommitKey;
import io.highwater.broker.protocol.message.FetchRequest;
import io.highwater.broker.protocol.metadata.TopicRecord;
import io.highwater.broker.protocol.transaction.TransactionLogKey;
import io.highwater.broker.protocol.wire.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All generated messages, each with Kafka's class for the same specification.
record MessageClasses(Class<? extends Message> ours, Class<?> kafkas) {
    private static final Map<Class<?>, String> KAFKA_PACKAGES = Map.of(
            FetchRequest.class, "org.apache.kafka.common.message.",
            TopicRecord.class, "org.apache.kafka.common.metadata.",
            OffsetCommitKey.class, "org.apache.kafka.coordinator.group.generated.",
            TransactionLogKey.class, "org.apache.kafka.coordinator.transaction.generated.");

    static List<MessageClasses> all() {
        return KAFKA_PACKAGES.entrySet().stream()
                .flatMap(entry -> ofPackage(entry.getKey(), entry.getValue()))
                .sorted((a, b) -> a.ours().getName().compareTo(b.ours().getName()))
                .toList();
    }

    short lowestVersion() {
        return constant("LOWEST_VERSION");
    }

    short highestVersion() {
        return constant("HIGHEST_VERSION");
    }

    @Override
    public String toString() {
        return ours.getSimpleName();
    }

    private short constant(String name) {
        try {
            return ours.getField(name).getShort(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<MessageClasses> ofPackage(Class<?> example, String kafkaPackage) {
        try {
            var root = Path.of(
                    example.getProtectionDomain().getCodeSource().getLocation().toURI());
            var folder = root.resolve(example.getPackageName().replace('.', '/'));
            try (var files = Files.list(folder)) {
                return files
                        .map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
                        .map(name -> load(example.getPackageName() + "." + name.replace(".class", "")))
                        .filter(Message.class::isAssignableFrom)
                        .map(type -> new MessageClasses(
                                type.asSubclass(Message.class), kafkaClass(kafkaPackage + type.getSimpleName())))
                        .toList()
                        .stream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> kafkaClass(String name) {
        try {
            return Class.forName(name + "Data");
        } catch (ClassNotFoundException _) {
            return load(name);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("There is no class " + name, e);
        }
    }
}

package io.highwater.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Holds the published schemas against the records, both ways.
class SchemasTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<Type, Map<String, String>> SCALARS = Map.of(
            UUID.class, Map.of("type", "string", "format", "uuid"),
            Instant.class, Map.of("type", "string", "format", "date-time"),
            String.class, Map.of("type", "string"),
            int.class, Map.of("type", "integer", "format", "int32"),
            long.class, Map.of("type", "integer", "format", "int64"));

    @ParameterizedTest
    @MethodSource("messages")
    void aSchemaSaysWhatItsRecordSays(Class<?> message) throws IOException {
        var type = message.getAnnotation(MessageType.class).value();

        var schema = JSON.readTree(Files.readString(schemas().resolve(type + ".json")));

        assertThat(schema.get("title").asString()).isEqualTo(type);
        assertThat(schema.get("$id").asString()).isEqualTo("urn:highwater:schema:" + type);
        assertThat(schema.get("description").asString()).isNotBlank();
        assertThat(withoutProse(schema)).isEqualTo(shapeOf(message));
    }

    @Test
    void everySchemaHasItsRecord() throws Exception {
        try (var files = Files.list(schemas())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(messages()
                            .map(message ->
                                    message.getAnnotation(MessageType.class).value() + ".json")
                            .toList());
        }
    }

    /// A consumer ignores what it does not know, so a schema must not forbid it.
    @ParameterizedTest
    @MethodSource("messages")
    void aSchemaAllowsFieldsToBeAdded(Class<?> message) throws IOException {
        var type = message.getAnnotation(MessageType.class).value();

        assertThat(Files.readString(schemas().resolve(type + ".json"))).doesNotContain("additionalProperties");
    }

    static Stream<Class<?>> messages() throws IOException, URISyntaxException {
        var root = Path.of(MessageType.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var files = Files.walk(root)) {
            var names = files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .map(name -> name.replace('/', '.').replace(".class", ""))
                    .toList();
            return names.stream()
                    .<Class<?>>map(SchemasTest::load)
                    .filter(type -> type.isAnnotationPresent(MessageType.class));
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path schemas() {
        return Path.of("src/main/resources/schemas");
    }

    private static JsonNode withoutProse(JsonNode schema) {
        var copy = (ObjectNode) schema.deepCopy();
        copy.remove(List.of("$schema", "$id", "title"));
        copy.findParents("description").forEach(parent -> {
            if (parent.get("description").isString()) {
                ((ObjectNode) parent).remove("description");
            }
        });
        return copy;
    }

    private static ObjectNode shapeOf(Class<?> record) {
        var shape = JSON.createObjectNode().put("type", "object");
        var properties = shape.putObject("properties");
        var required = shape.putArray("required");
        for (RecordComponent field : record.getRecordComponents()) {
            properties.set(field.getName(), shapeOf(field.getGenericType()));
            if (!field.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(field.getName());
            }
        }
        return shape;
    }

    private static JsonNode shapeOf(Type type) {
        if (SCALARS.containsKey(type)) {
            return JSON.valueToTree(SCALARS.get(type));
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            var shape = JSON.createObjectNode().put("type", "array");
            shape.set("items", shapeOf(list.getActualTypeArguments()[0]));
            return shape;
        }
        return shapeOf((Class<?>) type);
    }
}

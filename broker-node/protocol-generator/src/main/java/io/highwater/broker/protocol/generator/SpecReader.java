package io.highwater.broker.protocol.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads specification files: JSON with comments.
final class SpecReader {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    private SpecReader() {}

    /// All specifications of a folder, by name.
    static List<MessageSpec> readFolder(Path folder) throws IOException {
        var specs = new ArrayList<MessageSpec>();
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (var file : files) {
                specs.add(message(JSON.readTree(Files.readString(file))));
            }
        }
        specs.sort(Comparator.comparing(MessageSpec::name));
        return specs;
    }

    private static MessageSpec message(JsonNode node) {
        var apiKey = node.get("apiKey");
        return new MessageSpec(
                text(node, "name", ""),
                text(node, "type", ""),
                apiKey == null ? OptionalInt.empty() : OptionalInt.of(apiKey.asInt()),
                children(node, "listeners").stream().map(JsonNode::asString).toList(),
                versions(node, "validVersions", Versions.NONE),
                versions(node, "flexibleVersions", Versions.NONE),
                !text(node, "latestVersionUnstable", "false").equals("true"),
                fields(node),
                children(node, "commonStructs").stream()
                        .map(struct -> new MessageSpec.Struct(text(struct, "name", ""), fields(struct)))
                        .toList());
    }

    private static List<Field> fields(JsonNode node) {
        return children(node, "fields").stream().map(SpecReader::field).toList();
    }

    private static Field field(JsonNode node) {
        var tagged = versions(node, "taggedVersions", Versions.NONE);
        return new Field(
                text(node, "name", ""),
                Type.parse(text(node, "type", "")),
                versions(node, "versions", tagged),
                versions(node, "nullableVersions", Versions.NONE),
                tagged,
                versions(node, "flexibleVersions", new Versions(0, Versions.OPEN)),
                Integer.parseInt(text(node, "tag", "-1")),
                text(node, "default", ""),
                text(node, "ignorable", "false").equals("true"),
                text(node, "about", ""),
                fields(node));
    }

    private static Versions versions(JsonNode node, String name, Versions absent) {
        var value = node.get(name);
        return value == null ? absent : Versions.parse(value.asString());
    }

    /// A JSON null counts as absent: the string "null" is how a specification says null.
    private static String text(JsonNode node, String name, String absent) {
        var value = node.get(name);
        return value == null || value.isNull() ? absent : value.asString();
    }

    private static List<JsonNode> children(JsonNode node, String name) {
        var value = node.get(name);
        return value == null
                ? List.of()
                : StreamSupport.stream(value.spliterator(), false).toList();
    }
}

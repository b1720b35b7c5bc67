package io.highwater.broker.protocol.generator;

import java.util.Comparator;
import java.util.List;

/// Writes the enum of all APIs.
final class ApiKeyCode {
    private final List<MessageSpec> requests;

    /// @param messages all messages; those that are not requests of a living API are skipped
    ApiKeyCode(List<MessageSpec> messages) {
        this.requests = messages.stream()
                .filter(message -> message.kind().equals("request") && !message.isDead())
                .sorted(Comparator.comparingInt(message -> message.apiKey().orElseThrow()))
                .toList();
    }

    String generate() {
        var out = new Source();
        out.line("// Generated from Apache Kafka's message specifications.");
        out.line("package io.highwater.broker.protocol;").line("");
        out.line("import java.util.EnumSet;")
                .line("import java.util.Optional;")
                .line("import java.util.Set;")
                .line("");
        out.line("/// An API of the Kafka protocol: its number and the versions that are finished.");
        out.line("public enum ApiKey {");
        for (var i = 0; i < requests.size(); i++) {
            constant(out, requests.get(i), i == requests.size() - 1 ? ";" : ",");
        }
        out.line("").line("/// Who answers a request.");
        out.line("public enum Listener {")
                .line("BROKER,")
                .line("CONTROLLER")
                .line("}")
                .line("");
        members(out);
        return out.line("}").toString();
    }

    private static void constant(Source out, MessageSpec request, String end) {
        var versions = request.validVersions();
        var flexible = request.flexibleVersions();
        out.line(
                "%s(%d, \"%s\", %d, %d, %s, %s)%s",
                constantName(request.name()),
                request.apiKey().orElseThrow(),
                request.name().substring(0, request.name().length() - "Request".length()),
                versions.lowest(),
                request.latestStable() ? versions.highest() : versions.highest() - 1,
                flexible.isEmpty() ? "Short.MAX_VALUE" : String.valueOf(flexible.lowest()),
                listeners(request),
                end);
    }

    private static String listeners(MessageSpec request) {
        var names = request.listeners().stream()
                .map(listener -> "Listener." + listener.toUpperCase(java.util.Locale.ROOT))
                .toList();
        return names.isEmpty() ? "EnumSet.noneOf(Listener.class)" : "EnumSet.of(" + String.join(", ", names) + ")";
    }

    /// `SaslHandshakeRequest` becomes `SASL_HANDSHAKE`.
    static String constantName(String requestName) {
        return requestName
                .substring(0, requestName.length() - "Request".length())
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toUpperCase(java.util.Locale.ROOT);
    }

    private static void members(Source out) {
        out.line("""
            private static final ApiKey[] BY_ID = byId();

                private final short id;
                private final String apiName;
                private final short minVersion;
                private final short maxVersion;
                private final short firstFlexibleVersion;
                private final Set<Listener> listeners;

                ApiKey(int id, String apiName, int minVersion, int maxVersion, int firstFlexibleVersion,
                        Set<Listener> listeners) {
                    this.id = (short) id;
                    this.apiName = apiName;
                    this.minVersion = (short) minVersion;
                    this.maxVersion = (short) maxVersion;
                    this.firstFlexibleVersion = (short) firstFlexibleVersion;
                    this.listeners = Set.copyOf(listeners);
                }

                /// Empty for a number that no living API has.
                public static Optional<ApiKey> of(short id) {
                    return id >= 0 && id < BY_ID.length ? Optional.ofNullable(BY_ID[id]) : Optional.empty();
                }

                /// The number on the wire.
                public short id() {
                    return id;
                }

                /// The name in documents, such as `CreateTopics`.
                public String apiName() {
                    return apiName;
                }

                /// The lowest version of the specification.
                public short minVersion() {
                    return minVersion;
                }

                /// The highest version of the specification that is finished.
                public short maxVersion() {
                    return maxVersion;
                }

                /// The first version with compact lengths and tagged fields; out of reach if there is none.
                public short firstFlexibleVersion() {
                    return firstFlexibleVersion;
                }

                /// Which listeners the specification offers the API on.
                public Set<Listener> listeners() {
                    return listeners;
                }

                public boolean isFlexible(short version) {
                    return version >= firstFlexibleVersion;
                }

                /// The version of the header before a request.
                public short requestHeaderVersion(short version) {
                    return (short) (isFlexible(version) ? 2 : 1);
                }

                /// The version of the header before a response. That of ApiVersions is always 0: a client reads it
                /// before it knows what the broker speaks.
                public short responseHeaderVersion(short version) {
                    return (short) (isFlexible(version) && this != API_VERSIONS ? 1 : 0);
                }

                private static ApiKey[] byId() {
                    var keys = values();
                    var byId = new ApiKey[keys[keys.length - 1].id + 1];
                    for (var key : keys) {
                        byId[key.id] = key;
                    }
                    return byId;
                }\
            """.stripTrailing());
    }
}

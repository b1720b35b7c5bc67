package io.highwater.relay.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Settings of the relay; `highwater.relay.*`.
///
/// @param bootstrapServers where the broker is
/// @param dataDirectory   where the position of each source is kept, one file a source
/// @param quarantineTopic where rows go that cannot be sent
/// @param topicPatience   how long a topic may be missing before its rows are put aside
/// @param brokerPatience  how long a record may wait for its acknowledgement before a new producer is
/// tried
/// @param pollInterval    how long the engine sleeps when the write-ahead log has nothing new, and how
///                        long a batch waits for more rows
/// @param heartbeatInterval how often an idle source confirms its position, so that PostgreSQL can drop
/// its log
/// @param lagInterval     how often the slot is asked how far behind it is
/// @param engineMemory    rows of one source that may wait in memory, in bytes
/// @param producer        settings handed to every producer and admin client as they are; they win over
///                        those of `highwater.kafka.*`, which all parts share
/// @param host            PostgreSQL's host, for the sources that name none
/// @param port            PostgreSQL's port, for the sources that name none
/// @param user            the relay's role, for the sources that name none
/// @param password        its password, for the sources that name none
/// @param sources         by name; see {@link Source}
@ConfigurationProperties("highwater.relay")
public record RelaySettings(
        @DefaultValue("localhost:9092") String bootstrapServers,
        @DefaultValue("data/relay") Path dataDirectory,
        @DefaultValue("outbox_quarantine") String quarantineTopic,
        @DefaultValue("1m") Duration topicPatience,
        @DefaultValue("2m") Duration brokerPatience,
        @DefaultValue("10ms") Duration pollInterval,
        @DefaultValue("5s") Duration heartbeatInterval,
        @DefaultValue("5s") Duration lagInterval,
        @DefaultValue("8MB") DataSize engineMemory,
        @DefaultValue Map<String, String> producer,
        @DefaultValue("localhost") String host,
        @DefaultValue("5432") int port,
        @DefaultValue("relay") String user,
        @DefaultValue("relay") String password,
        @DefaultValue Map<String, SourceSettings> sources) {

    /// What a source says for itself; what it leaves out comes from the relay's settings or from its
    /// name.
    public record SourceSettings(
            @DefaultValue("true") boolean enabled,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String database,
            @Nullable String user,
            @Nullable String password,
            @Nullable String slot,
            @DefaultValue("outbox") String publication,
            @DefaultValue("public.outbox_event") String table) {}

    /// The sources to read, in the order of their names.
    public List<Source> enabledSources() {
        return sources.entrySet().stream()
                .filter(entry -> entry.getValue().enabled())
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> source(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Source source(String name, SourceSettings own) {
        return new Source(
                name,
                or(own.host(), host),
                or(own.port(), port),
                or(own.database(), name),
                or(own.user(), user),
                or(own.password(), password),
                or(own.slot(), "outbox_" + name),
                own.publication(),
                own.table());
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}

package io.highwater.outbox;

import io.highwater.contracts.MessageType;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/// The outbox as a table of the service's own database, `outbox_event`.
public final class JdbcOutbox implements Outbox {
    private static final String INSERT = """
        INSERT INTO outbox_event
            (id, topic, message_key, type, source, subject, payload, traceparent, tracestate, correlation_id,
             causation_id)
        VALUES
            (:id, :topic, :key, :type, :source, :subject, :payload, :traceparent, :tracestate, :correlationId,
             :causationId)\
        """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final TraceContext traces;
    private final String source;
    private final Clock clock;

    /// @param source the producer's name in every message, `/order-service`
    public JdbcOutbox(JdbcClient jdbc, JsonMapper json, TraceContext traces, String source, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.traces = traces;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public UUID append(OutboxMessage message) {
        var type = typeOf(message.payload().getClass());
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("%s was appended to the outbox outside of a transaction".formatted(type));
        }
        var id = message.id() == null ? UuidV7.next(clock) : message.id();
        var trace = message.traceparent() == null ? traces.current() : new TraceContext.Headers(message.traceparent());
        jdbc.sql(INSERT)
                .param("id", id)
                .param("topic", message.topic())
                .param("key", message.key())
                .param("type", type)
                .param("source", source)
                .param("subject", message.subject() == null ? message.key() : message.subject())
                .param("payload", json.writeValueAsString(message.payload()))
                .param("traceparent", trace.traceparent())
                .param("tracestate", trace.tracestate())
                .param("correlationId", correlationId(message))
                .param("causationId", causationId(message))
                .update();
        return id;
    }

    private static @Nullable String correlationId(OutboxMessage message) {
        return message.correlationId() != null
                ? message.correlationId()
                : CurrentMessage.get().map(Envelope::correlationId).orElse(null);
    }

    private static @Nullable String causationId(OutboxMessage message) {
        return message.causationId() != null
                ? message.causationId()
                : CurrentMessage.get().map(Envelope::id).orElse(null);
    }

    private static String typeOf(Class<?> payload) {
        return MessageTypes.of(payload)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s lacks @%s".formatted(payload.getName(), MessageType.class.getSimpleName())));
    }
}

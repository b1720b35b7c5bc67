package io.highwater.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.contracts.orders.ConfirmOrder;
import io.highwater.testing.TestDatabase;
import io.micrometer.tracing.Tracer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The outbox and the inbox on a real database; no broker is needed to write.
@SpringBootTest(properties = "highwater.bootstrap-servers=localhost:1")
class OutboxIT {
    static {
        TestDatabase.useForServices();
    }

    @Autowired
    private Outbox outbox;

    @Autowired
    private Inbox inbox;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Tracer tracer;

    private final ConfirmOrder command = new ConfirmOrder(UUID.randomUUID(), UUID.randomUUID());

    @Test
    void aMessageNeedsATransaction() {
        assertThatIllegalStateException()
                .isThrownBy(() -> outbox.append("order_commands", "key", command))
                .withMessageContaining("ConfirmOrder.v1")
                .withMessageContaining("transaction");
    }

    @Test
    void aMessageNeedsAType() {
        assertThatIllegalArgumentException().isThrownBy(() -> append("order_commands", "key", "just text"));
    }

    @Test
    void aMessageIsStoredWithItsTransaction() {
        var id = append("order_commands", "key", command);

        assertThat(row(id))
                .containsEntry("topic", "order_commands")
                .containsEntry("message_key", "key")
                .containsEntry("type", "ConfirmOrder.v1")
                .containsEntry("source", "/outbox-test")
                .containsEntry("subject", "key")
                .containsEntry(
                        "payload",
                        "{\"sagaId\":\"%s\",\"orderId\":\"%s\"}".formatted(command.sagaId(), command.orderId()))
                .containsEntry("traceparent", null)
                .containsEntry("correlation_id", null)
                .containsEntry("causation_id", null);
    }

    @Test
    void aMessageIsForgottenWithItsTransaction() {
        var id = transactions.execute(transaction -> {
            transaction.setRollbackOnly();
            return outbox.append("order_commands", "key", command);
        });

        assertThat(jdbc.sql("SELECT count(*) FROM outbox_event WHERE id = :id")
                        .param("id", id)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aMessageBelongsToTheOneBeingHandled() {
        var cause = envelope("cause-1", "order-1");
        var id = new UUID[1];

        CurrentMessage.during(cause, () -> id[0] = append("order_commands", "key", command));

        assertThat(row(id[0])).containsEntry("correlation_id", "order-1").containsEntry("causation_id", "cause-1");
    }

    @Test
    void aMessageCarriesTheCurrentSpan() {
        var span = tracer.nextSpan().start();
        UUID id;
        try (var _ = tracer.withSpan(span)) {
            id = append("order_commands", "key", command);
        } finally {
            span.end();
        }

        assertThat((String) row(id).get("traceparent"))
                .startsWith("00-%s-%s"
                        .formatted(span.context().traceId(), span.context().spanId()));
    }

    @Test
    void aMessageTheBrokerWouldRefuseIsRefusedAtOnce() {
        assertThatThrownBy(() -> append("no such topic", "key", command))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> append("order_commands", "", command))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void aMessageIsAcceptedOncePerConsumer() {
        var message = envelope(UUID.randomUUID().toString(), "order-1");

        assertThat(accept("one", message)).isTrue();
        assertThat(accept("one", message)).isFalse();
        assertThat(accept("two", message)).isTrue();
    }

    @Test
    void aMessageWhoseHandlingFailedIsAcceptedAgain() {
        var message = envelope(UUID.randomUUID().toString(), "order-1");
        transactions.executeWithoutResult(transaction -> {
            transaction.setRollbackOnly();
            inbox.accept("one", message);
        });

        assertThat(accept("one", message)).isTrue();
    }

    private boolean accept(String consumer, Envelope message) {
        return Boolean.TRUE.equals(transactions.execute(_ -> inbox.accept(consumer, message)));
    }

    private UUID append(String topic, String key, Object payload) {
        return transactions.execute(_ -> outbox.append(topic, key, payload));
    }

    private Map<String, Object> row(UUID id) {
        return jdbc.sql("SELECT * FROM outbox_event WHERE id = :id")
                .param("id", id)
                .query()
                .singleRow();
    }

    static Envelope envelope(String id, String correlationId) {
        var payload = "{}".getBytes(StandardCharsets.UTF_8);
        return new Envelope(
                id, "Any.v1", "/any", "", Instant.EPOCH, correlationId, "", "", "key", payload, "topic", 0, 0);
    }
}

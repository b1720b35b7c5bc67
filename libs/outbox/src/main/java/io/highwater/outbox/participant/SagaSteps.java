package io.highwater.outbox.participant;

import io.highwater.contracts.Topics;
import io.highwater.outbox.MessageTypes;
import io.highwater.outbox.Outbox;
import io.highwater.outbox.OutboxMessage;
import io.highwater.outbox.UuidV7;
import java.time.Clock;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The steps this service has carried out, each with its reply.
///
/// A missing reply makes a saga command a step again, under the same message id. The step is not repeated then:
/// its reply is, under the id it had, so that whoever has already read it will not read it twice.
///
/// Needs the table `saga_step`: add `classpath:db/participant` to `spring.flyway.locations`.
public class SagaSteps {
    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final JsonMapper json;
    private final Clock clock;

    public SagaSteps(JdbcClient jdbc, Outbox outbox, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.json = json;
        this.clock = clock;
    }

    /// Carries out a step if it was not before, and replies to the saga in both cases.
    ///
    /// @param replies the sealed interface of this service's replies
    /// @param action  what the step does; its result is the reply
    @Transactional(propagation = Propagation.MANDATORY)
    public <R> void carryOut(UUID sagaId, String step, Class<R> replies, Supplier<? extends R> action) {
        if (claim(sagaId, step)) {
            var reply = action.get();
            var id = UuidV7.next(clock);
            store(sagaId, step, id, reply);
            send(sagaId, id, reply);
        } else {
            var stored = stored(sagaId, step);
            send(sagaId, stored.replyId(), json.readValue(stored.reply(), classOf(stored.replyType(), replies)));
        }
    }

    /// A second transaction with the same step waits here for the first.
    private boolean claim(UUID sagaId, String step) {
        return jdbc.sql("INSERT INTO saga_step (saga_id, step) VALUES (:saga, :step) ON CONFLICT DO NOTHING")
                        .param("saga", sagaId)
                        .param("step", step)
                        .update()
                == 1;
    }

    private void store(UUID sagaId, String step, UUID id, Object reply) {
        jdbc.sql("""
            UPDATE saga_step SET reply_id = :id, reply_type = :type, reply = :reply
            WHERE saga_id = :saga AND step = :step\
            """)
                .param("id", id)
                .param("type", MessageTypes.of(reply.getClass()).orElseThrow())
                .param("reply", json.writeValueAsString(reply))
                .param("saga", sagaId)
                .param("step", step)
                .update();
    }

    private Stored stored(UUID sagaId, String step) {
        return jdbc.sql("SELECT reply_id, reply_type, reply FROM saga_step WHERE saga_id = :saga AND step = :step")
                .param("saga", sagaId)
                .param("step", step)
                .query(Stored.class)
                .single();
    }

    private void send(UUID sagaId, UUID id, Object reply) {
        outbox.append(
                OutboxMessage.of(Topics.SAGA_REPLIES, sagaId.toString(), reply).withId(id));
    }

    private static Class<?> classOf(String type, Class<?> replies) {
        return Arrays.stream(replies.getPermittedSubclasses())
                .filter(reply -> MessageTypes.of(reply).stream().anyMatch(type::equals))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("%s is no %s".formatted(type, replies.getSimpleName())));
    }

    private record Stored(UUID replyId, String replyType, String reply) {}
}

package io.highwater.saga.running;

import io.highwater.outbox.UuidV7;
import io.highwater.saga.engine.Decision;
import io.highwater.saga.engine.Decision.Moved;
import io.highwater.saga.engine.Operation;
import io.highwater.saga.engine.Saga;
import io.highwater.saga.engine.SagaEvent;
import io.highwater.saga.engine.SagaEvent.Answered;
import io.highwater.saga.engine.SagaEvent.DeadlinePassed;
import io.highwater.saga.engine.SagaMachine;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Use case: something happens to a saga. State, timeline and commands are stored in one transaction, the caller's if
/// it has one: a listener's also holds the inbox.
@Service
public class RunSagas {
    private static final Logger LOG = LoggerFactory.getLogger(RunSagas.class);

    private final Sagas sagas;
    private final SagaOutlet outlet;
    private final SagaTrace trace;
    private final Clock clock;

    RunSagas(Sagas sagas, SagaOutlet outlet, SagaTrace trace, Clock clock) {
        this.sagas = sagas;
        this.outlet = outlet;
        this.trace = trace;
        this.clock = clock;
    }

    /// Starts a saga, unless this business key has one: then it is only noted there.
    ///
    /// @param traceparent of the message that starts it; empty when it was not traced
    @Transactional
    public <D> void start(SagaMachine<D> machine, String businessKey, D data, String traceparent) {
        var saga = new Saga<>(UuidV7.next(clock), businessKey, data);
        var moved = machine.start(saga, now());
        var running = new RunningSaga<>(machine, saga, moved.state(), traceparent);
        if (sagas.add(running)) {
            outlet.release(running, moved);
        } else {
            startedAgain(machine.definition().type(), businessKey);
        }
    }

    /// An answer that names its saga.
    ///
    /// @param causedBy id of the command it answers, as the envelope says; may be empty
    @Transactional
    public void answered(UUID sagaId, Object answer, String causedBy) {
        sagas.lock(sagaId)
                .ifPresentOrElse(
                        saga -> move(saga, new Answered(answer, idOf(causedBy))),
                        () -> LOG.atWarn().addKeyValue("sagaId", sagaId).log("{} for an unknown saga", name(answer)));
    }

    /// An answer that names what the saga is about.
    @Transactional
    public void answered(String type, String businessKey, Object answer, String causedBy) {
        sagas.lock(type, businessKey)
                .ifPresentOrElse(
                        saga -> move(saga, new Answered(answer, idOf(causedBy))),
                        () -> LOG.atWarn().log("{} for {} {}, which has no saga", name(answer), type, businessKey));
    }

    /// The time of this saga has come; the caller has it locked.
    @Transactional
    public void wakeUp(UUID sagaId) {
        sagas.lock(sagaId).ifPresent(saga -> trace.goOn(saga, "saga deadline", () -> move(saga, new DeadlinePassed())));
    }

    /// An operator acts; empty when there is no such saga.
    @Transactional
    public Optional<Decision> operate(UUID sagaId, Operation operation) {
        return sagas.lock(sagaId).map(saga -> {
            var decision = saga.operate(operation, now());
            if (decision instanceof Moved moved) {
                trace.goOn(saga, "saga " + operation.action(), () -> store(saga, moved));
            }
            return decision;
        });
    }

    private void startedAgain(String type, String businessKey) {
        sagas.lock(type, businessKey).ifPresent(saga -> move(saga, new SagaEvent.StartedAgain()));
    }

    private void move(RunningSaga<?> saga, SagaEvent event) {
        store(saga, saga.on(event, now()));
    }

    private void store(RunningSaga<?> saga, Moved moved) {
        sagas.save(saga.saga().id(), moved.state(), now());
        outlet.release(saga, moved);
    }

    /// The database keeps microseconds; what is compared with it should not be finer.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static UUID idOf(String causedBy) {
        try {
            return causedBy.isEmpty() ? Answered.UNSTATED : UUID.fromString(causedBy);
        } catch (IllegalArgumentException _) {
            return Answered.UNSTATED;
        }
    }

    private static String name(Object answer) {
        return answer.getClass().getSimpleName();
    }
}

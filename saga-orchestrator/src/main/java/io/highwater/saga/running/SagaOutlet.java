package io.highwater.saga.running;

import io.highwater.outbox.AfterCommit;
import io.highwater.outbox.Outbox;
import io.highwater.outbox.OutboxMessage;
import io.highwater.saga.engine.Decision.Command;
import io.highwater.saga.engine.Decision.Moved;
import io.highwater.saga.engine.TimelineEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/// Where a decision leaves the machine: timeline to the database, commands to the outbox, and the log and the counters.
@Component
class SagaOutlet {
    private static final Logger LOG = LoggerFactory.getLogger(SagaOutlet.class);

    private final Sagas sagas;
    private final Outbox outbox;
    private final MeterRegistry meters;

    SagaOutlet(Sagas sagas, Outbox outbox, MeterRegistry meters) {
        this.sagas = sagas;
        this.outbox = outbox;
        this.meters = meters;
    }

    void release(RunningSaga<?> saga, Moved moved) {
        sagas.append(saga.saga().id(), moved.timeline());
        moved.commands().forEach(command -> send(saga, command));
        AfterCommit.run(() -> moved.timeline().forEach(entry -> tell(saga, entry)));
    }

    private void send(RunningSaga<?> saga, Command command) {
        var key = saga.saga().businessKey();
        outbox.append(OutboxMessage.of(command.topic(), command.sagaId().toString(), command.message())
                .withId(command.id())
                .withSubject(key)
                .withCorrelationId(key));
    }

    private void tell(RunningSaga<?> saga, TimelineEntry entry) {
        meters.counter("saga.events", "type", saga.type(), "what", entry.what().name())
                .increment();
        LOG.atLevel(level(entry.what())).addKeyValue("sagaId", saga.saga().id()).log(sentence(entry));
    }

    /// `step succeeded, reserve-stock: StockReserved`
    private static String sentence(TimelineEntry entry) {
        var what = entry.what().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        var step = entry.step().isEmpty() ? "" : ", " + entry.step();
        var detail = entry.detail().isEmpty() ? "" : ": " + entry.detail();
        return what + step + detail;
    }

    private static Level level(TimelineEntry.What what) {
        return switch (what) {
            case OPERATOR_NEEDED -> Level.ERROR;
            case ANSWER_OVERDUE, EXPIRED -> Level.WARN;
            case STARTED,
                    TURNED_BACK,
                    COMPLETED,
                    REJECTED,
                    OPERATOR_RETRIED,
                    OPERATOR_COMPENSATED,
                    SUSPENDED,
                    RESUMED -> Level.INFO;
            case START_IGNORED,
                    COMMAND_SENT,
                    COMMAND_SENT_AGAIN,
                    COMMAND_HELD,
                    STEP_SUCCEEDED,
                    STEP_REFUSED,
                    STEP_COMPENSATED,
                    ANSWER_IGNORED -> Level.DEBUG;
        };
    }
}

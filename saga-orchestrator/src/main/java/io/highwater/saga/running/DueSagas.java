package io.highwater.saga.running;

import io.highwater.outbox.consume.Subscriptions;
import io.highwater.outbox.outage.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Wakes sagas whose time has come, one transaction each. Instances share the work: a saga that another one has locked
/// is passed over. One whose turn fails is put off, so it keeps nobody waiting.
@Component
public class DueSagas {
    private static final Logger LOG = LoggerFactory.getLogger(DueSagas.class);

    /// Enough for a burst, and an end to each scan.
    private static final int MAX_PER_SCAN = 1_000;

    private final Sagas sagas;
    private final RunSagas runSagas;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Subscriptions subscriptions;
    private final Duration grace;
    private volatile Instant lastScan;

    /// @param grace how long what waited in the topics is read before deadlines count
    DueSagas(
            Sagas sagas,
            RunSagas runSagas,
            PlatformTransactionManager transactions,
            Clock clock,
            Subscriptions subscriptions,
            @Value("${highwater.saga.grace:10s}") Duration grace) {
        this.sagas = sagas;
        this.runSagas = runSagas;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
        this.subscriptions = subscriptions;
        this.grace = grace;
        this.lastScan = clock.instant();
    }

    /// Wakes nobody before what waited in the topics could be read: after an outage of ours the answers lie there,
    /// and a saga must not turn back because we were the ones who were late.
    @Scheduled(fixedDelayString = "${highwater.saga.scan-interval:500ms}")
    public void scanOnceHeard() {
        var now = clock.instant();
        if (subscriptions
                .listeningSince()
                .filter(since -> !now.isBefore(since.plus(grace)))
                .isPresent()) {
            scan();
        } else {
            lastScan = now;
        }
    }

    /// Wakes all that are due. Database outages end the scan; the next one will do.
    public void scan() {
        try {
            for (int count = 0; count < MAX_PER_SCAN && wakeNext(); count++) {}
            lastScan = clock.instant();
        } catch (RuntimeException e) {
            if (Failure.of(e) != Failure.INFRASTRUCTURE) {
                throw e;
            }
            LOG.atDebug().setCause(e).log("scan ended early");
        }
    }

    /// When a scan last came to its end.
    Instant lastScan() {
        return lastScan;
    }

    private boolean wakeNext() {
        var due = new AtomicReference<Optional<UUID>>(Optional.empty());
        try {
            transactions.executeWithoutResult(_ -> {
                due.set(sagas.lockNextDue(clock.instant()));
                due.get().ifPresent(runSagas::wakeUp);
            });
        } catch (RuntimeException e) {
            var failed = due.get();
            if (failed.isEmpty() || Failure.of(e) == Failure.INFRASTRUCTURE) {
                throw e;
            }
            putOff(failed.get(), e);
        }
        return due.get().isPresent();
    }

    private void putOff(UUID sagaId, RuntimeException cause) {
        LOG.atError().addKeyValue("sagaId", sagaId).setCause(cause).log("a saga could not be woken; put off");
        transactions.executeWithoutResult(_ -> sagas.putOff(sagaId, clock.instant()));
    }
}

package io.highwater.outbox;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// For what must be true when it is said: log lines and counters of work that a rollback would undo.
public final class AfterCommit {
    private AfterCommit() {}

    /// Runs `tell` when the current transaction is committed, never when it is rolled back; at once without one. Its
    /// log lines carry the keys (trace, order) of the caller.
    public static void run(Runnable tell) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            tell.run();
            return;
        }
        var keys = MDC.getCopyOfContextMap();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                withKeys(keys, tell);
            }
        });
    }

    private static void withKeys(@Nullable Map<String, String> keys, Runnable tell) {
        var before = MDC.getCopyOfContextMap();
        put(keys);
        try {
            tell.run();
        } finally {
            put(before);
        }
    }

    private static void put(@Nullable Map<String, String> keys) {
        if (keys == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(keys);
        }
    }
}

package io.highwater.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

class AfterCommitTest {
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void endTheTransaction() {
        TransactionSynchronizationManager.clear();
        MDC.clear();
    }

    @Test
    void nothingIsToldBeforeTheCommit() {
        TransactionSynchronizationManager.initSynchronization();
        AfterCommit.run(() -> told.add("placed"));
        assertThat(told).isEmpty();

        TransactionSynchronizationUtils.triggerAfterCommit();

        assertThat(told).containsExactly("placed");
    }

    @Test
    void aRollbackIsNotTold() {
        TransactionSynchronizationManager.initSynchronization();
        AfterCommit.run(() -> told.add("placed"));

        TransactionSynchronizationUtils.triggerAfterCompletion(TransactionSynchronization.STATUS_ROLLED_BACK);

        assertThat(told).isEmpty();
    }

    @Test
    void theKeysOfTheCallerAreInTheLine() {
        TransactionSynchronizationManager.initSynchronization();
        try (var _ = MDC.putCloseable("orderId", "order-1")) {
            AfterCommit.run(() -> told.add(String.valueOf(MDC.get("orderId"))));
        }

        TransactionSynchronizationUtils.triggerAfterCommit();

        assertThat(told).containsExactly("order-1");
        assertThat(MDC.get("orderId")).isNull();
    }

    @Test
    void withoutATransactionItIsToldAtOnce() {
        AfterCommit.run(() -> told.add("placed"));

        assertThat(told).containsExactly("placed");
    }
}

package io.highwater.outbox.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class FailureTest {
    @ParameterizedTest
    @MethodSource
    void outagesAreWaitedOut(Throwable thrown) {
        assertThat(Failure.of(new IllegalStateException(thrown))).isEqualTo(Failure.INFRASTRUCTURE);
    }

    static Stream<Throwable> outagesAreWaitedOut() {
        return Stream.of(
                new CannotCreateTransactionException("no connection"),
                new DataAccessResourceFailureException("connection broke"),
                new CannotAcquireLockException("deadlock"),
                new TransactionSystemException("could not roll back"),
                new SQLException("the server shuts down", "57P01"),
                new SQLException("connection refused", "08001"),
                new TimeoutException("the broker is away"));
    }

    @ParameterizedTest
    @MethodSource
    void defectsAreNot(Throwable thrown) {
        assertThat(Failure.of(thrown)).isEqualTo(Failure.DEFECT);
    }

    static Stream<Throwable> defectsAreNot() {
        return Stream.of(
                new NullPointerException(),
                new DuplicateKeyException("again"),
                new SQLException("no such column", "42703"),
                new SQLException("no state"));
    }
}

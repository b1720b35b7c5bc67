package io.highwater.outbox.outage;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/// Why handling a message failed, as far as it decides what to do next.
public enum Failure {
    /// The database or the broker is away or overloaded: the same attempt will succeed later.
    INFRASTRUCTURE,

    /// Anything else: trying again helps seldom, and not for long.
    DEFECT;

    /// SQLSTATE classes: connection, serialization and deadlock, resources, operator intervention.
    private static final Set<String> TRANSIENT_STATES = Set.of("08", "40", "53", "57");

    public static Failure of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isInfrastructure(cause)) {
                return INFRASTRUCTURE;
            }
        }
        return DEFECT;
    }

    private static boolean isInfrastructure(Throwable cause) {
        return switch (cause) {
            case TransientDataAccessException _,
                    RecoverableDataAccessException _,
                    DataAccessResourceFailureException _,
                    CannotCreateTransactionException _,
                    // A rollback or commit that could not be sent: the connection broke.
                    TransactionSystemException _,
                    SQLRecoverableException _,
                    SQLTransientException _,
                    SQLNonTransientConnectionException _,
                    KafkaException _ -> true;
            case SQLException sql ->
                sql.getSQLState() != null
                        && sql.getSQLState().length() == 5
                        && TRANSIENT_STATES.contains(sql.getSQLState().substring(0, 2));
            default -> false;
        };
    }
}

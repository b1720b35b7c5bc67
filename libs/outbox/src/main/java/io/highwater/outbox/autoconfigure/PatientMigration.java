package io.highwater.outbox.autoconfigure;

import io.highwater.outbox.outage.Failure;
import io.highwater.outbox.outage.OutageLog;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/// Migrates as soon as the database answers, and says once that it waits for it.
final class PatientMigration implements FlywayMigrationStrategy {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DataSource database;
    private final OutageLog outages;

    PatientMigration(DataSource database, String url) {
        this.database = database;
        this.outages = new OutageLog(url);
    }

    @Override
    public void migrate(Flyway flyway) {
        // The context cannot be closed while it starts; a shutdown has to wake this thread up itself.
        var waiting = Thread.currentThread();
        var wakeUp = new Thread(waiting::interrupt);
        Runtime.getRuntime().addShutdownHook(wakeUp);
        try {
            while (!migrated(flyway)) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for the database", e);
        }
        Runtime.getRuntime().removeShutdownHook(wakeUp);
        outages.up();
    }

    private boolean migrated(Flyway flyway) {
        if (!isThere()) {
            return false;
        }
        try {
            flyway.migrate();
            return true;
        } catch (FlywayException e) {
            if (Failure.of(e) == Failure.INFRASTRUCTURE) {
                outages.down(String.valueOf(e.getMessage()));
                return false;
            }
            throw e;
        }
    }

    /// Also false while the server starts, or before the service's role and database were created.
    private boolean isThere() {
        try (var _ = database.getConnection()) {
            return true;
        } catch (SQLException e) {
            outages.down(String.valueOf(e.getMessage()));
            return false;
        }
    }
}

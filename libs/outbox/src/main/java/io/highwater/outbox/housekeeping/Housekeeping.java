package io.highwater.outbox.housekeeping;

import io.highwater.outbox.outage.OutageLog;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/// Hourly: creates the outbox's next days, drops those the relay has left behind, forgets old inbox entries.
public final class Housekeeping {
    private static final String DELETE_SOME = """
        DELETE FROM inbox_message WHERE (consumer, message_id) IN (
            SELECT consumer, message_id FROM inbox_message WHERE received_at < :before
            ORDER BY received_at LIMIT 1000)\
        """;

    private final OutboxDays days;
    private final JdbcClient jdbc;
    private final HousekeepingSettings settings;
    private final Clock clock;
    private final OutageLog outages = new OutageLog("the database (housekeeping)");

    public Housekeeping(OutboxDays days, JdbcClient jdbc, HousekeepingSettings settings, Clock clock) {
        this.days = days;
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /// An outage only means that the work waits for the next hour.
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT20S")
    void run() {
        try {
            days.createAhead(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
            days.dropBefore(LocalDate.ofInstant(clock.instant().minus(settings.outboxRetention()), ZoneOffset.UTC));
            forgetOldMessages();
            outages.up();
        } catch (DataAccessException | TransactionException e) {
            outages.down(String.valueOf(e.getMessage()));
        }
    }

    /// Deletes in small portions, so that no transaction grows long; returns how many entries went.
    public int forgetOldMessages() {
        var before = clock.instant().minus(settings.inboxRetention()).atOffset(ZoneOffset.UTC);
        var total = 0;
        int deleted;
        do {
            deleted = jdbc.sql(DELETE_SOME).param("before", before).update();
            total += deleted;
        } while (deleted > 0);
        return total;
    }
}

package io.highwater.outbox.housekeeping;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The daily partitions of `outbox_event`: created ahead, dropped behind the relay.
///
/// A day is dropped in two steps. When it is older than the retention, the current end of the write-ahead log is
/// noted beside it: everything written that day lies before. It goes when every logical replication slot of the
/// database has confirmed that position; without a slot nothing is dropped.
///
/// Several instances of a service may run this at once; all but one pass.
public final class OutboxDays {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxDays.class);
    private static final int DAYS_AHEAD = 3;
    private static final String PREFIX = "outbox_event_";

    /// A lock id of our own ("outbox" in ASCII).
    private static final long LOCK = 0x6f7574626f78L;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    public OutboxDays(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// Creates the partitions from `today` on; days that exist are left alone.
    public void createAhead(LocalDate today) {
        for (var day = today; !day.isAfter(today.plusDays(DAYS_AHEAD)); day = day.plusDays(1)) {
            create(day);
        }
    }

    private void create(LocalDate day) {
        try {
            transactions.executeWithoutResult(_ -> {
                if (lock() && !exists(tableOf(day))) {
                    boundTheWait();
                    jdbc.sql("CREATE TABLE %s PARTITION OF outbox_event FOR VALUES FROM ('%s') TO ('%s')"
                                    .formatted(tableOf(day), startOf(day), startOf(day.plusDays(1))))
                            .update();
                }
            });
        } catch (DataAccessException e) {
            // Rows of that day may already lie in the default partition; they stay there, and inserts go on.
            LOG.atWarn()
                    .addKeyValue("table", tableOf(day))
                    .addKeyValue("error", e.getMessage())
                    .log("could not create an outbox partition");
        }
    }

    /// Drops the days before `firstKept` that the relay has left behind, and returns their tables.
    public List<String> dropBefore(LocalDate firstKept) {
        note(firstKept);
        return transactions.execute(_ -> lock() ? dropConfirmed() : List.<String>of());
    }

    private void note(LocalDate firstKept) {
        jdbc.sql("""
            INSERT INTO outbox_expired_day (table_name, end_lsn)
            SELECT child.relname, pg_current_wal_lsn()
            FROM pg_inherits
                JOIN pg_class child ON child.oid = pg_inherits.inhrelid
            WHERE inhparent = 'outbox_event'::regclass
                AND child.relname ~ '^outbox_event_[0-9]{8}$'
                AND child.relname < :first
            ON CONFLICT DO NOTHING\
            """).param("first", tableOf(firstKept)).update();
    }

    private List<String> dropConfirmed() {
        boundTheWait();
        var tables = jdbc.sql("""
            SELECT table_name FROM outbox_expired_day
            WHERE end_lsn <= (
                SELECT min(confirmed_flush_lsn) FROM pg_replication_slots
                WHERE database = current_database() AND slot_type = 'logical'
                HAVING bool_and(wal_status <> 'lost'))
            ORDER BY table_name\
            """).query((row, _) -> row.getString(1)).list();
        for (var table : tables) {
            jdbc.sql("DROP TABLE IF EXISTS " + table).update();
            jdbc.sql("DELETE FROM outbox_expired_day WHERE table_name = :table")
                    .param("table", table)
                    .update();
            LOG.atInfo().addKeyValue("table", table).log("dropped an outbox partition");
        }
        return tables;
    }

    /// A statement that waits for the table, as behind the snapshot of a relay, would make every insert wait
    /// behind it.
    private void boundTheWait() {
        jdbc.sql("SET LOCAL lock_timeout = '2s'").update();
    }

    private boolean lock() {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query(Boolean.class)
                .single();
    }

    private boolean exists(String table) {
        return jdbc.sql("SELECT to_regclass(:table) IS NOT NULL")
                .param("table", table)
                .query(Boolean.class)
                .single();
    }

    private static String tableOf(LocalDate day) {
        return PREFIX + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private static String startOf(LocalDate day) {
        return day + " 00:00:00+00";
    }
}

package io.highwater.outbox.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.highwater.contracts.orders.ConfirmOrder;
import io.highwater.outbox.Outbox;
import io.highwater.outbox.TestApplication;
import io.highwater.testing.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(
        classes = TestApplication.class,
        properties = {"highwater.bootstrap-servers=localhost:1", "highwater.database=sagas"})
class HousekeepingIT {
    static {
        TestDatabase.useForServices();
    }

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate LONG_AGO = LocalDate.of(2020, 1, 1);

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private Outbox outbox;

    private OutboxDays days;

    @BeforeEach
    void createSlot() throws SQLException {
        days = new OutboxDays(jdbc, transactions);
        asRelay("SELECT pg_create_logical_replication_slot('housekeeping', 'pgoutput')");
    }

    @AfterEach
    void cleanUp() throws SQLException {
        if (slots() > 0) {
            asRelay("SELECT pg_drop_replication_slot('housekeeping')");
        }
        jdbc.sql("TRUNCATE outbox_expired_day").update();
        for (var day = 1; day <= 4; day++) {
            jdbc.sql("DROP TABLE IF EXISTS outbox_event_2020010" + day).update();
        }
    }

    @Test
    void daysAreCreatedAheadOnce() {
        days.createAhead(LONG_AGO);
        days.createAhead(LONG_AGO);

        assertThat(exists("outbox_event_20200101")).isTrue();
        assertThat(exists("outbox_event_20200104")).isTrue();
    }

    /// Whoever waits for the whole table makes all who come later wait too, and they place orders.
    @Test
    void creatingADayGivesWayToALongReader() throws SQLException {
        try (var reader = DriverManager.getConnection(TestDatabase.jdbcUrl("sagas"), "relay", "relay");
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM outbox_event");

            assertTimeoutPreemptively(Duration.ofSeconds(25), () -> days.createAhead(LONG_AGO));

            assertThat(exists("outbox_event_20200101")).isFalse();
        }
    }

    @Test
    void theCurrentDayTakesTheRows() {
        days.createAhead(TODAY);

        transactions.execute(
                _ -> outbox.append("order_commands", "key", new ConfirmOrder(UUID.randomUUID(), UUID.randomUUID())));

        var today = "outbox_event_" + TODAY.toString().replace("-", "");
        assertThat(count(today)).isPositive();
        assertThat(count("outbox_event_default")).isZero();
    }

    @Test
    void aDayStaysUntilTheRelayIsPastIt() throws SQLException {
        days.createAhead(LONG_AGO);
        writeSomething();

        assertThat(days.dropBefore(TODAY)).isEmpty();
        assertThat(exists("outbox_event_20200101")).isTrue();

        asRelay("SELECT pg_replication_slot_advance('housekeeping', pg_current_wal_lsn())");
        assertThat(days.dropBefore(TODAY)).contains("outbox_event_20200101", "outbox_event_20200104");
        assertThat(exists("outbox_event_20200101")).isFalse();
        assertThat(exists("outbox_event_" + TODAY.toString().replace("-", ""))).isTrue();
    }

    @Test
    void aDayStaysWhenNoRelayWasEverThere() throws SQLException {
        days.createAhead(LONG_AGO);
        asRelay("SELECT pg_drop_replication_slot('housekeeping')");

        assertThat(days.dropBefore(TODAY)).isEmpty();
        assertThat(exists("outbox_event_20200101")).isTrue();
    }

    @Test
    void oldMessagesAreForgotten() {
        jdbc.sql("""
            INSERT INTO inbox_message (consumer, message_id, received_at)
            SELECT 'one', 'old-' || n, now() - interval '15 days' FROM generate_series(1, 2500) n\
            """).update();
        jdbc.sql("INSERT INTO inbox_message (consumer, message_id) VALUES ('one', 'new')")
                .update();
        var settings = new HousekeepingSettings(Duration.ofDays(3), Duration.ofDays(14));

        var forgotten = new Housekeeping(days, jdbc, settings, Clock.systemUTC()).forgetOldMessages();

        assertThat(forgotten).isEqualTo(2500);
        assertThat(count("inbox_message")).isEqualTo(1);
    }

    private void writeSomething() {
        jdbc.sql("CREATE TABLE something (id integer)").update();
        jdbc.sql("DROP TABLE something").update();
    }

    private boolean exists(String table) {
        return jdbc.sql("SELECT to_regclass(:table) IS NOT NULL")
                .param("table", table)
                .query(Boolean.class)
                .single();
    }

    private long count(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }

    private long slots() {
        return jdbc.sql("SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'housekeeping'")
                .query(Long.class)
                .single();
    }

    private static void asRelay(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(TestDatabase.jdbcUrl("sagas"), "relay", "relay");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

package io.highwater.notification.channel.standin;

import io.highwater.notification.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The faults in force: those of the configuration, for good, and those set over REST, until they are lifted.
public final class Faults {
    private final JdbcClient jdbc;
    private final List<Fault> configured;

    public Faults(JdbcClient jdbc, List<Fault> configured) {
        this.jdbc = jdbc;
        this.configured = List.copyOf(configured);
    }

    List<Fault> of(Channel channel) {
        var set = jdbc.sql("""
            SELECT channel, address, failure, fail_first_attempts, fail_next, fail_rate, delay_ms
            FROM stand_in_fault WHERE channel = :channel ORDER BY address\
            """)
                .param("channel", channel.name())
                .query((row, _) -> new Fault(
                        Channel.valueOf(row.getString("channel")),
                        row.getString("address"),
                        Failure.valueOf(row.getString("failure")),
                        row.getInt("fail_first_attempts"),
                        row.getInt("fail_next"),
                        row.getDouble("fail_rate"),
                        Duration.ofMillis(row.getLong("delay_ms"))))
                .list();
        var all = new ArrayList<>(set);
        configured.stream().filter(fault -> fault.channel() == channel).forEach(all::add);
        return all;
    }

    /// Replaces the fault of the same channel and address.
    void set(Fault fault) {
        jdbc.sql("""
            INSERT INTO stand_in_fault
                (channel, address, failure, fail_first_attempts, fail_next, fail_rate, delay_ms)
            VALUES (:channel, :address, :failure, :failFirstAttempts, :failNext, :failRate, :delayMs)
            ON CONFLICT (channel, address) DO UPDATE SET
                failure = excluded.failure, fail_first_attempts = excluded.fail_first_attempts,
                fail_next = excluded.fail_next, fail_rate = excluded.fail_rate,
                delay_ms = excluded.delay_ms\
            """)
                .param("channel", fault.channel().name())
                .param("address", fault.address())
                .param("failure", fault.failure().name())
                .param("failFirstAttempts", fault.failFirstAttempts())
                .param("failNext", fault.failNext())
                .param("failRate", fault.failRate())
                .param("delayMs", fault.delay().toMillis())
                .update();
    }

    /// Lifts what was set over REST.
    void lift(Channel channel) {
        jdbc.sql("DELETE FROM stand_in_fault WHERE channel = :channel")
                .param("channel", channel.name())
                .update();
    }

    /// Uses up one of `failNext`; false when there was none left.
    boolean takeNext(Fault fault) {
        return fault.failNext() > 0
                && jdbc.sql("""
                    UPDATE stand_in_fault SET fail_next = fail_next - 1
                    WHERE channel = :channel AND address = :address AND fail_next > 0\
                    """)
                                .param("channel", fault.channel().name())
                                .param("address", fault.address())
                                .update()
                        == 1;
    }
}

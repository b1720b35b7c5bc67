package io.highwater.outbox;

import org.springframework.jdbc.core.simple.JdbcClient;

/// Remembers the messages a consumer has handled, in the transaction that handles them.
public final class Inbox {
    private final JdbcClient jdbc;

    public Inbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Notes that `consumer` handles this message.
    ///
    /// A second transaction with the same message waits here until the first has ended, so two can never both act.
    ///
    /// @return true the first time; false when it was handled before and there is nothing left to do
    public boolean accept(String consumer, Envelope message) {
        return jdbc.sql("""
            INSERT INTO inbox_message (consumer, message_id) VALUES (:consumer, :id)
            ON CONFLICT DO NOTHING\
            """)
                        .param("consumer", consumer)
                        .param("id", message.id())
                        .update()
                == 1;
    }
}

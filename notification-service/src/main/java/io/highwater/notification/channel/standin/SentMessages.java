package io.highwater.notification.channel.standin;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.Masked;
import io.highwater.notification.channel.OutboundMessage;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the stand-in has "sent": the provider's own book, which no delivery's transaction touches.
public final class SentMessages {
    private final JdbcClient jdbc;
    private final Clock clock;

    public SentMessages(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Notes a message under its idempotency key.
    ///
    /// @return false when it had been sent before and only the repetition was counted
    boolean note(Channel channel, OutboundMessage message) {
        return jdbc.sql("""
            INSERT INTO stand_in_message (channel, delivery_id, address, subject, body, sent_at, copies)
            VALUES (:channel, :deliveryId, :address, :subject, :body, :sentAt, 1)
            ON CONFLICT (channel, delivery_id) DO UPDATE SET copies = stand_in_message.copies + 1
            RETURNING copies\
            """)
                        .param("channel", channel.name())
                        .param("deliveryId", message.deliveryId())
                        .param("address", Masked.address(channel, message.address()))
                        .param("subject", message.subject())
                        .param("body", message.body())
                        .param("sentAt", clock.instant().atOffset(ZoneOffset.UTC))
                        .query(Integer.class)
                        .single()
                == 1;
    }

    boolean has(Channel channel, UUID deliveryId) {
        return jdbc.sql("SELECT count(*) FROM stand_in_message WHERE channel = :channel AND delivery_id = :deliveryId")
                        .param("channel", channel.name())
                        .param("deliveryId", deliveryId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /// The newest first.
    List<SentMessage> latest(Channel channel, int limit) {
        return jdbc.sql("""
            SELECT delivery_id, address, subject, body, sent_at, copies FROM stand_in_message
            WHERE channel = :channel ORDER BY sent_at DESC LIMIT :limit\
            """)
                .param("channel", channel.name())
                .param("limit", limit)
                .query((row, _) -> new SentMessage(
                        row.getObject("delivery_id", UUID.class),
                        row.getString("address"),
                        row.getString("subject"),
                        row.getString("body"),
                        row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                        row.getInt("copies")))
                .list();
    }

    /// @param address masked
    /// @param copies  how often it was handed over; a provider that honours idempotency keys sends one all the same
    record SentMessage(UUID deliveryId, String address, String subject, String body, Instant sentAt, int copies) {}
}

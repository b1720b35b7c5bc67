package io.highwater.order.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Remembers the answers to requests that carried a key, in the transaction that did the work.
@Component
public class IdempotencyKeys {
    private static final Duration RETENTION = Duration.ofDays(7);

    private final JdbcClient jdbc;
    private final Clock clock;

    IdempotencyKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Runs `action` the first time a key is seen, and returns its stored answer from then on.
    ///
    /// Two requests with the same key at the same time: the second waits for the first. When `action` throws,
    /// nothing is remembered and the key can be used again.
    ///
    /// @param fingerprint digest of the request: the same key with another request is refused
    /// @throws KeyReusedException for a key that belongs to another request
    @Transactional
    public String once(String key, String fingerprint, Supplier<String> action) {
        if (!claim(key, fingerprint)) {
            return answerTo(key, fingerprint);
        }
        var answer = action.get();
        jdbc.sql("UPDATE idempotency_key SET response = :response WHERE key = :key")
                .param("response", answer)
                .param("key", key)
                .update();
        return answer;
    }

    private boolean claim(String key, String fingerprint) {
        return jdbc.sql("""
            INSERT INTO idempotency_key (key, fingerprint) VALUES (:key, :fingerprint)
            ON CONFLICT DO NOTHING\
            """).param("key", key).param("fingerprint", fingerprint).update() == 1;
    }

    private String answerTo(String key, String fingerprint) {
        var stored = jdbc.sql("SELECT fingerprint, response FROM idempotency_key WHERE key = :key")
                .param("key", key)
                .query(Stored.class)
                .single();
        if (!stored.fingerprint().equals(fingerprint)) {
            throw new KeyReusedException();
        }
        return stored.response();
    }

    /// A client that repeats a request after a week means a new one.
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
    @Transactional
    public void forgetOld() {
        jdbc.sql("DELETE FROM idempotency_key WHERE created_at < :before")
                .param("before", clock.instant().minus(RETENTION).atOffset(ZoneOffset.UTC))
                .update();
    }

    private record Stored(String fingerprint, String response) {}
}

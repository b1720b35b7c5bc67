package io.highwater.notification.channel.fcm;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/// Access tokens of a service account: fetched when first needed, kept until shortly before they end.
///
/// Thread-safety: any thread; callers wait while one of them fetches.
final class AccessTokens {
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final RestClient client;
    private final ServiceAccount account;
    private final JsonMapper json;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    /// Guarded by `lock`, as is the next.
    private Token current = new Token("", 0);

    private Instant validUntil = Instant.MIN;

    AccessTokens(RestClient client, ServiceAccount account, JsonMapper json, Clock clock) {
        this.client = client;
        this.account = account;
        this.json = json;
        this.clock = clock;
    }

    /// @throws org.springframework.web.client.RestClientException when none can be had; nothing was sent then
    String current() {
        lock.lock();
        try {
            var now = clock.instant();
            if (!now.isBefore(validUntil)) {
                current = fetch(now);
                validUntil = now.plusSeconds(current.expiresIn()).minus(MARGIN);
            }
            return current.value();
        } finally {
            lock.unlock();
        }
    }

    private Token fetch(Instant now) {
        var form = new LinkedMultiValueMap<String, String>();
        form.add("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        form.add("assertion", account.assertion(json, now));
        return client.post()
                .uri(account.tokenUri())
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(form)
                .retrieve()
                .requiredBody(Token.class);
    }

    /// @param expiresIn in seconds
    record Token(
            @JsonProperty("access_token") String value,
            @JsonProperty("expires_in") long expiresIn) {
        @Override
        public String toString() {
            return "Token[expires in " + expiresIn + " s]";
        }
    }
}

package io.highwater.notification.channel.fcm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.notification.channel.OutboundMessage;
import io.highwater.notification.channel.SendResult;
import io.highwater.notification.channel.http.FakeApi;
import io.highwater.notification.channel.http.HttpResults;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

class FcmProviderIT {
    private static final OutboundMessage MESSAGE =
            new OutboundMessage(UUID.randomUUID(), "device-of-alice", "subject", "body", 1, Instant.now());
    /// One for all tests: making it takes seconds.
    private static final KeyPair KEYS = keys();

    private static final String TOKEN = "{\"access_token\": \"t0\", \"expires_in\": 3600}";

    private final FakeApi api = new FakeApi();
    private final JsonMapper json = JsonMapper.builder().build();
    private FcmProvider fcm;

    @BeforeEach
    void makeAccount(@TempDir Path folder) throws IOException {
        var pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        var account = Map.of(
                "type", "service_account",
                "project_id", "shop",
                "client_email", "sender@shop.example",
                "private_key", pem,
                "token_uri", api.uri() + "/token");
        var file = Files.writeString(folder.resolve("account.json"), json.writeValueAsString(account));
        fcm = new FcmProvider(
                RestClient.builder(),
                json,
                new HttpResults(Clock.systemUTC()),
                new FcmSettings(api.uri(), file),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aMessageGoesOutWithAnAccessTokenThatIsKept() {
        api.answers(200, TOKEN)
                .answers(200, "{\"name\": \"projects/shop/messages/1\"}")
                .answers(200, "{\"name\": \"projects/shop/messages/2\"}");

        assertThat(fcm.send(MESSAGE)).isEqualTo(new SendResult.Sent("projects/shop/messages/1"));
        assertThat(fcm.send(MESSAGE)).isEqualTo(new SendResult.Sent("projects/shop/messages/2"));

        assertThat(api.requests()).hasSize(3);
        var sent = api.requests().get(1);
        assertThat(sent.path()).isEqualTo("/v1/projects/shop/messages:send");
        assertThat(sent.authorization()).isEqualTo("Bearer t0");
        var message = json.readTree(sent.body()).get("message");
        assertThat(message.get("token").asString()).isEqualTo("device-of-alice");
        assertThat(message.at("/android/notification/tag").asString())
                .isEqualTo(MESSAGE.deliveryId().toString());
    }

    @Test
    void theAccountSignsForItself() throws GeneralSecurityException {
        api.answers(200, TOKEN).answers(200, "{}");

        fcm.send(MESSAGE);

        var form = URLDecoder.decode(api.requests().getFirst().body(), UTF_8);
        var assertion = form.substring(form.indexOf("assertion=") + "assertion=".length());
        var parts = assertion.split("\\.");
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KEYS.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(json.readTree(Base64.getUrlDecoder().decode(parts[1]))
                        .get("iss")
                        .asString())
                .isEqualTo("sender@shop.example");
    }

    @Test
    void aDeviceThatIsGoneIsRefusedForGood() {
        api.answers(200, TOKEN).answers(404, """
            {"error": {"code": 404, "status": "NOT_FOUND", "details": [{"errorCode": "UNREGISTERED"}]}}\
            """);

        assertThat(fcm.send(MESSAGE)).isEqualTo(new SendResult.Permanent("HTTP 404 UNREGISTERED"));
    }

    @Test
    void withoutAnAccessTokenNothingWasSent() {
        api.answers(500, "");

        assertThat(fcm.send(MESSAGE)).isInstanceOf(SendResult.Retryable.class);
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void aLostAnswerLeavesTheOutcomeUnknown() {
        api.answers(200, TOKEN).hangsUp();

        assertThat(fcm.send(MESSAGE)).isInstanceOf(SendResult.Unknown.class);
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

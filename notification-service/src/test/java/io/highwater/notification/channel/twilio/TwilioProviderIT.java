package io.highwater.notification.channel.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.notification.channel.LookUp;
import io.highwater.notification.channel.OutboundMessage;
import io.highwater.notification.channel.SendResult;
import io.highwater.notification.channel.http.FakeApi;
import io.highwater.notification.channel.http.HttpResults;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

class TwilioProviderIT {
    private static final OutboundMessage MESSAGE = new OutboundMessage(
            UUID.randomUUID(),
            "+15550000100",
            "subject",
            "Your order & more",
            1,
            Instant.parse("2026-01-02T23:00:00Z"));

    private final FakeApi api = new FakeApi();
    private final TwilioProvider twilio = provider(api.uri());

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aMessageGoesOutAsFormWithCredentials() {
        api.answers(201, "{\"sid\": \"SM1\", \"status\": \"queued\"}");

        var result = twilio.send(MESSAGE);

        assertThat(result).isEqualTo(new SendResult.Sent("SM1"));
        assertThat(api.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/2010-04-01/Accounts/AC1/Messages.json");
            assertThat(request.authorization())
                    .isEqualTo("Basic " + Base64.getEncoder().encodeToString("AC1:secret".getBytes()));
            assertThat(request.body()).isEqualTo("To=%2B15550000100&From=%2B15550000001&Body=Your+order+%26+more");
        });
    }

    @Test
    void aWrongNumberIsRefusedForGoodWithoutQuotingIt() {
        api.answers(400, "{\"code\": 21211, \"message\": \"The 'To' number +15550000100 is not valid\"}");

        assertThat(twilio.send(MESSAGE)).isEqualTo(new SendResult.Permanent("HTTP 400 21211"));
    }

    @Test
    void tooManyRequestsAreTriedAgainWhenTwilioSays() {
        api.answers(429, "{\"code\": 20429}", Map.of("Retry-After", "3"));

        assertThat(twilio.send(MESSAGE))
                .isEqualTo(new SendResult.Retryable("HTTP 429 20429", Optional.of(Duration.ofSeconds(3))));
    }

    @Test
    void aLostAnswerLeavesTheOutcomeUnknown() {
        api.hangsUp();

        assertThat(twilio.send(MESSAGE)).isInstanceOf(SendResult.Unknown.class);
    }

    @Test
    void aTwilioThatIsNotThereGotNothing() {
        api.close();

        assertThat(twilio.send(MESSAGE)).isEqualTo(new SendResult.Retryable("cannot connect"));
    }

    @Test
    void aMessageInDoubtIsFoundByNumberAndText() {
        api.answers(
                200,
                "{\"messages\": [{\"sid\": \"SM7\", \"body\": \"other\"}, {\"sid\": \"SM8\", \"body\": \"Your order &"
                        + " more\"}]}");

        assertThat(twilio.lookUp(MESSAGE)).isEqualTo(new LookUp.Found("SM8"));
        assertThat(api.requests().getFirst().path())
                .contains("To=%2B15550000100")
                .contains("DateSent%3E=2026-01-02");
    }

    @Test
    void aMessageThatTwilioDoesNotListDidNotGoOut() {
        api.answers(200, "{\"messages\": []}");

        assertThat(twilio.lookUp(MESSAGE)).isEqualTo(new LookUp.NotFound());
    }

    @Test
    void aTwilioThatCannotAnswerLeavesTheDoubt() {
        api.answers(503, "");

        assertThat(twilio.lookUp(MESSAGE)).isInstanceOf(LookUp.CannotTell.class);
    }

    private static TwilioProvider provider(URI uri) {
        return new TwilioProvider(
                RestClient.builder(),
                JsonMapper.builder().build(),
                new HttpResults(Clock.systemUTC()),
                new TwilioSettings(uri, "AC1", "secret", "+15550000001"));
    }
}

package io.highwater.notification.channel.twilio;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.LookUp;
import io.highwater.notification.channel.OutboundMessage;
import io.highwater.notification.channel.Provider;
import io.highwater.notification.channel.SendResult;
import io.highwater.notification.channel.http.HttpResults;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// SMS through Twilio's Messages resource. It takes no idempotency key, so a message in doubt is looked for in the
/// account's own list: same number, same text; the text names order and event, so it is one delivery's alone.
public final class TwilioProvider implements Provider {
    private static final String MESSAGES = "/2010-04-01/Accounts/{account}/Messages.json";

    private final RestClient client;
    private final JsonMapper json;
    private final HttpResults results;
    private final TwilioSettings settings;

    public TwilioProvider(RestClient.Builder builder, JsonMapper json, HttpResults results, TwilioSettings settings) {
        this.client = builder.baseUrl(settings.baseUrl())
                .defaultHeaders(headers -> headers.setBasicAuth(settings.accountSid(), settings.authToken()))
                .build();
        this.json = json;
        this.results = results;
        this.settings = settings;
    }

    @Override
    public Channel channel() {
        return Channel.SMS;
    }

    @Override
    public String name() {
        return "twilio";
    }

    @Override
    public SendResult send(OutboundMessage message) {
        var form = new LinkedMultiValueMap<String, String>();
        form.add("To", message.address());
        form.add("From", settings.from());
        form.add("Body", message.body());
        try {
            return client.post()
                    .uri(MESSAGES, settings.accountSid())
                    .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                    .body(form)
                    .exchangeForRequiredValue((_, response) -> result(response));
        } catch (ResourceAccessException e) {
            return results.ofFailure(e);
        }
    }

    @Override
    public LookUp lookUp(OutboundMessage message) {
        var day = message.createdAt().atOffset(ZoneOffset.UTC).toLocalDate();
        try {
            var page = client.get()
                    .uri(
                            MESSAGES + "?To={to}&DateSent>={day}&PageSize=200",
                            settings.accountSid(),
                            message.address(),
                            day)
                    .retrieve()
                    .body(MessagePage.class);
            return page == null ? new LookUp.CannotTell("empty answer") : find(message, page.messages());
        } catch (RestClientException e) {
            return new LookUp.CannotTell(e.getClass().getSimpleName());
        }
    }

    private static LookUp find(OutboundMessage message, List<Message> sent) {
        return sent.stream()
                .filter(candidate -> message.body().equals(candidate.body()))
                .findFirst()
                .<LookUp>map(found -> new LookUp.Found(found.sid()))
                .orElseGet(LookUp.NotFound::new);
    }

    private SendResult result(ClientHttpResponse response) throws IOException {
        var body = response.getBody().readAllBytes();
        if (response.getStatusCode().is2xxSuccessful()) {
            return new SendResult.Sent(reference(body));
        }
        return results.ofStatus(response.getStatusCode(), response.getHeaders(), errorCode(body));
    }

    private String reference(byte[] body) {
        try {
            return json.readTree(body).path("sid").asString("");
        } catch (JacksonException _) { // accepted all the same
            return "";
        }
    }

    /// Only the number: Twilio's text quotes the recipient.
    private String errorCode(byte[] body) {
        try {
            return json.readTree(body).path("code").asString("");
        } catch (JacksonException _) {
            return "";
        }
    }

    record MessagePage(List<Message> messages) {}

    record Message(String sid, @Nullable String body) {}
}

package io.highwater.notification.channel.fcm;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.LookUp;
import io.highwater.notification.channel.OutboundMessage;
import io.highwater.notification.channel.Provider;
import io.highwater.notification.channel.SendResult;
import io.highwater.notification.channel.http.HttpResults;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Push through Firebase Cloud Messaging. The delivery id is tag and collapse id, so a message that is sent twice
/// replaces its first copy on the device instead of showing again.
public final class FcmProvider implements Provider {
    private final RestClient client;
    private final ServiceAccount account;
    private final AccessTokens tokens;
    private final JsonMapper json;
    private final HttpResults results;

    public FcmProvider(
            RestClient.Builder builder, JsonMapper json, HttpResults results, FcmSettings settings, Clock clock) {
        this.account = ServiceAccount.read(settings.serviceAccount(), json);
        this.tokens = new AccessTokens(builder.clone().build(), account, json, clock);
        this.client = builder.baseUrl(settings.baseUrl()).build();
        this.json = json;
        this.results = results;
    }

    @Override
    public Channel channel() {
        return Channel.PUSH;
    }

    @Override
    public String name() {
        return "fcm";
    }

    @Override
    public SendResult send(OutboundMessage message) {
        String token;
        try {
            token = tokens.current();
        } catch (RestClientException e) {
            return new SendResult.Retryable("no access token: " + e.getClass().getSimpleName());
        }
        try {
            return client.post()
                    .uri("/v1/projects/{project}/messages:send", account.projectId())
                    .headers(headers -> headers.setBearerAuth(token))
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(request(message))
                    .exchangeForRequiredValue((_, response) -> result(response));
        } catch (ResourceAccessException e) {
            return results.ofFailure(e);
        }
    }

    /// FCM keeps no list that could be asked; push is sent again instead.
    @Override
    public LookUp lookUp(OutboundMessage message) {
        return new LookUp.CannotTell("FCM does not tell");
    }

    private static Map<String, Object> request(OutboundMessage message) {
        var id = message.deliveryId().toString();
        return Map.of(
                "message",
                Map.of(
                        "token", message.address(),
                        "notification", Map.of("title", message.subject(), "body", message.body()),
                        "data", Map.of("deliveryId", id),
                        "android", Map.of("notification", Map.of("tag", id)),
                        "apns", Map.of("headers", Map.of("apns-collapse-id", id))));
    }

    private SendResult result(ClientHttpResponse response) throws IOException {
        var body = tree(response.getBody().readAllBytes());
        if (response.getStatusCode().is2xxSuccessful()) {
            return new SendResult.Sent(body.path("name").asString(""));
        }
        return results.ofStatus(response.getStatusCode(), response.getHeaders(), errorCode(body.path("error")));
    }

    private static String errorCode(JsonNode error) {
        return error.path("details")
                .path(0)
                .path("errorCode")
                .asString(error.path("status").asString(""));
    }

    private JsonNode tree(byte[] body) {
        try {
            return json.readTree(body);
        } catch (JacksonException _) { // the status says enough
            return MissingNode.getInstance();
        }
    }
}

package io.highwater.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.contracts.orders.OrderConfirmed;
import io.highwater.contracts.orders.OrderPlaced;
import io.highwater.contracts.orders.OrderRejected;
import io.highwater.contracts.orders.OrderShipped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/// Every test has users, numbers and orders of its own; all share the two processes.
@ExtendWith(OutputCaptureExtension.class)
class NotificationsIT {
    private static final AtomicLong NUMBERS = new AtomicLong(15_551_000_000L);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Processes processes = Processes.RUNNING;
    private final String user = "user-" + UUID.randomUUID();
    private final String number = "+" + NUMBERS.incrementAndGet();
    private final UUID order = UUID.randomUUID();

    @AfterEach
    void healProviders() {
        List.of("PUSH", "SMS", "EMAIL").forEach(channel -> processes.delete("/providers/" + channel + "/faults"));
    }

    @Test
    void whoNeverChoseIsToldByMailAndPush() {
        processes.hear(placed(user));

        awaitAll(order, 2, "SENT");
        assertThat(processes.deliveries(order))
                .extracting(delivery -> delivery.get("channel").asString())
                .containsExactlyInAnyOrder("EMAIL", "PUSH");
    }

    @Test
    void anEventIsDeliveredOnceHoweverOftenItArrives() {
        var event = shipped(user);
        IntStream.range(0, 5).forEach(_ -> processes.hear(event, "same-" + order));

        awaitAll(order, 2, "SENT");

        assertThat(processes.deliveries(order))
                .hasSize(2)
                .allSatisfy(delivery -> assertThat(copies(delivery)).isEqualTo(1));
    }

    @Test
    void aFailedSmsIsDeadLetteredRetriedAndDelivered() {
        processes.hear(new OrderShipped(order, "dave", "T1", Instant.now()));

        awaitAll(order, 1, "SENT");

        assertThat(outcomes(processes.deliveries(order).getFirst())).containsExactly("RETRYABLE", "RETRYABLE", "SENT");
    }

    @Test
    void aFailingReceiverHoldsUpNobodyElse() {
        prefersSms();
        fault("SMS", "{\"recipient\": \"%s\", \"failRate\": 1}".formatted(number));
        processes.hear(confirmed(user));
        await().atMost(PATIENCE).until(() -> status(order).equals("DEAD_LETTERED"));

        var others = IntStream.range(0, 20).mapToObj(_ -> UUID.randomUUID()).toList();
        others.forEach(other -> processes.hear(new OrderConfirmed(other, "bob", 100, Instant.now())));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(others)
                        .allSatisfy(other -> assertThat(processes.deliveries(other))
                                .hasSize(2)
                                .allMatch(delivery ->
                                        delivery.get("status").asString().equals("SENT"))));
        assertThat(status(order)).isEqualTo("DEAD_LETTERED");
    }

    @Test
    void afterTheLastAttemptItIsParkedWithItsHistory() {
        prefersSms();
        fault("SMS", "{\"recipient\": \"%s\", \"failRate\": 1}".formatted(number));
        processes.hear(confirmed(user));

        awaitAll(order, 1, "PARKED");

        assertThat(processes.parked(order)).singleElement().satisfies(parked -> {
            assertThat(parked.get("userId").asString()).isEqualTo(user);
            assertThat(parked.get("history")).hasSize(6);
        });
        assertThat(processes.items("/dlq?status=PARKED&cause=UNAVAILABLE&type=OrderConfirmed&userId=" + user))
                .hasSize(1);
        assertThat(processes.items("/dlq?cause=nonsense&userId=" + user)).isEmpty();
    }

    @Test
    void aDeadLetterThatNeverArrivesIsNotWaitedForForEver() {
        prefersSms();
        fault("SMS", "{\"recipient\": \"%s\", \"failNext\": 1}".formatted(number));
        processes.hear(confirmed(user));
        await().atMost(PATIENCE).until(() -> status(order).equals("DEAD_LETTERED"));

        processes
                .jdbc()
                .sql("UPDATE delivery SET due_at = due_at - interval '6 minutes' WHERE order_id = :order")
                .param("order", order)
                .update();

        await().atMost(PATIENCE).until(() -> status(order).equals("SENT"));
    }

    @Test
    void whatIsRefusedForGoodIsNotTriedAgain() {
        prefersSms();
        fault("SMS", "{\"recipient\": \"%s\", \"failRate\": 1, \"failure\": \"REFUSED\"}".formatted(number));
        processes.hear(confirmed(user));

        awaitAll(order, 1, "UNDELIVERABLE");

        assertThat(outcomes(processes.deliveries(order).getFirst())).containsExactly("PERMANENT");
    }

    @Test
    void anSmsWhoseAnswerWasLostIsAskedForAndNotSentAgain() {
        prefersSms();
        fault("SMS", "{\"recipient\": \"%s\", \"failNext\": 1, \"failure\": \"ANSWER_LOST\"}".formatted(number));
        processes.hear(confirmed(user));

        awaitAll(order, 1, "SENT");

        var delivery = processes.deliveries(order).getFirst();
        assertThat(outcomes(delivery)).containsExactly("UNKNOWN", "SENT");
        assertThat(copies(delivery)).isEqualTo(1);
        assertThat(delivery.get("duplicatePossible").asBoolean()).isFalse();
    }

    @Test
    void aMailWhoseAnswerWasLostIsSentAgainAndSaysSo() {
        prefers("{\"EMAIL\": {\"enabled\": true, \"address\": \"%s@example.org\"}}".formatted(user));
        fault(
                "EMAIL",
                "{\"recipient\": \"%s@example.org\", \"failNext\": 1, \"failure\": \"ANSWER_LOST\"}".formatted(user));
        processes.hear(confirmed(user));

        awaitAll(order, 1, "SENT");

        var delivery = processes.deliveries(order).getFirst();
        assertThat(outcomes(delivery)).containsExactly("UNKNOWN", "SENT");
        assertThat(copies(delivery)).isEqualTo(2);
        assertThat(delivery.get("duplicatePossible").asBoolean()).isTrue();
    }

    @Test
    void aProviderThatHangsHasAnUnknownOutcomeAndTheMessageArrivesLater() {
        prefersSms();
        fault("SMS", "{\"recipient\": \"%s\", \"delayMs\": 60000}".formatted(number));
        processes.hear(confirmed(user));
        await().atMost(PATIENCE).until(() -> !outcomesOf(order).isEmpty());

        processes.delete("/providers/SMS/faults");

        awaitAll(order, 1, "SENT");
        assertThat(outcomesOf(order)).startsWith("UNKNOWN").endsWith("SENT");
    }

    @Test
    void aUsersMessagesLeaveInTheOrderOfTheirEvents() {
        prefers("{\"PUSH\": {\"enabled\": true, \"address\": \"device-%s\"}}".formatted(user));
        var orders = IntStream.range(0, 30).mapToObj(_ -> UUID.randomUUID()).toList();
        orders.forEach(each -> processes.hear(new OrderConfirmed(each, user, 100, Instant.now())));

        await().atMost(PATIENCE).until(() -> sentInOrder(user).size() == orders.size());

        assertThat(sentInOrder(user)).isEqualTo(orders);
    }

    @Test
    void aUsersRetriesAlsoLeaveInOrder() {
        prefersSms();
        fault("SMS", "{\"recipient\": \"%s\", \"failFirstAttempts\": 2}".formatted(number));
        var orders = IntStream.range(0, 5).mapToObj(_ -> UUID.randomUUID()).toList();
        orders.forEach(each -> processes.hear(new OrderConfirmed(each, user, 100, Instant.now())));

        await().atMost(PATIENCE).until(() -> {
            processes.relay();
            return sentInOrder(user).size() == orders.size();
        });

        assertThat(sentInOrder(user)).isEqualTo(orders);
    }

    @Test
    void anAttemptThatWasCutOffBeforeTheCallIsMadeAgain() {
        prefersSms();

        processes.inTransaction(this::hearAndCutOff);

        awaitAll(order, 1, "SENT");
        assertThat(outcomesOf(order)).containsExactly("UNKNOWN", "SENT");
        assertThat(copies(processes.deliveries(order).getFirst())).isEqualTo(1);
    }

    @Test
    void anSmsThatWasCutOffAfterTheCallIsNotSentAgain() {
        prefersSms();

        processes.inTransaction(() -> {
            hearAndCutOff();
            processes.jdbc().sql("""
                INSERT INTO stand_in_message (channel, delivery_id, address, subject, body, sent_at, copies)
                SELECT channel, id, 'masked', subject, body, now(), 1 FROM delivery WHERE order_id = :order\
                """).param("order", order).update();
        });

        awaitAll(order, 1, "SENT");
        assertThat(outcomesOf(order)).containsExactly("UNKNOWN", "SENT");
        assertThat(copies(processes.deliveries(order).getFirst())).isEqualTo(1);
    }

    /// As if a process had claimed the delivery and died: its lease ran out, and nobody knows what came of the call.
    private void hearAndCutOff() {
        processes.hear(confirmed(user));
        processes.jdbc().sql("""
            UPDATE delivery SET lease_id = gen_random_uuid(), lease_until = now() - interval '1 second'
            WHERE order_id = :order\
            """).param("order", order).update();
    }

    @Test
    void preferencesAreKeptThoughRedisIsDown() {
        prefersSms();
        assertThat(chosenChannels()).containsExactly("SMS");

        processes.killRedis();
        prefers("{\"EMAIL\": {\"enabled\": true, \"address\": \"%s@example.org\"}}".formatted(user));
        processes.hear(placed(user));

        awaitAll(order, 1, "SENT");
        assertThat(processes.deliveries(order).getFirst().get("channel").asString())
                .isEqualTo("EMAIL");
        processes.reviveRedis();
        await().atMost(PATIENCE).until(() -> {
            chosenChannels();
            return processes
                    .scrape()
                    .lines()
                    .anyMatch(line -> line.startsWith("resilience4j_circuitbreaker_state")
                            && line.contains("preference-cache")
                            && line.contains("closed")
                            && line.endsWith(" 1.0"));
        });
        assertThat(chosenChannels()).containsExactly("EMAIL");
    }

    @Test
    void anOlderCopyNeverReplacesANewerOne() {
        prefersSms();
        var older = processes.cache().find(user).orElseThrow();
        prefers("{}");

        processes.cache().keep(older);

        assertThat(processes.cache().find(user))
                .hasValueSatisfying(copy -> assertThat(copy.chosen()).isEmpty());
    }

    @Test
    void anUnknownChannelIsRefusedByName() {
        var response = processes.put("/users/x/preferences", "{\"channels\": {\"PIGEON\": {\"enabled\": true}}}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(response.body()).contains("channels.PIGEON", "unknown channel");
    }

    @Test
    void anAddressOfTheWrongFormIsRefused() {
        var response = processes.put(
                "/users/x/preferences", "{\"channels\": {\"SMS\": {\"enabled\": true, \"address\": \"0815\"}}}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("channels.SMS.address", "E.164");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /notifications?limit=0          | 400 | limit   | between 1 and 200
        /notifications?limit=201        | 400 | limit   | between 1 and 200
        /notifications?orderId=x        | 400 | orderId | UUID
        /notifications?userId=a%20b     | 400 | userId  | letters
        /notifications?status=LOST      | 400 | status  | DEAD_LETTERED
        /notifications?cursor=x         | 400 | cursor  | whole number
        /dlq?status=SENT                | 400 | status  | PARKED
        /dlq?cause=%00                  | 400 | cause   | NUL
        /dlq?type=%00                   | 400 | type    | NUL
        /users/a%20b/preferences        | 400 | userId  | letters
        /providers/PIGEON/faults        | 404 | channel | SMS
        /providers/PIGEON/messages      | 404 | channel | SMS
        """)
    void aSenselessQuestionIsToldWhichFieldAndWhy(String path, int status, String field, String reason) {
        var response = processes.ask(path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"field\":\"" + field + "\"", reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /users/a%20b/preferences  | {"channels": {}}                              | 400 | userId
        /users/x/preferences      | {"channels": {"SMS": {"enabled": true, "enabld": true}}} | 400 | channels.SMS.enabld
        /users/x/preferences      | {"channels": {"SMS": {"enabled": "yes"}}}     | 400 | channels.SMS.enabled
        /users/x/preferences      | {"channels": []}                              | 400 | channels
        /users/x/preferences      | {}                                            | 422 | channels
        /providers/SMS/faults     | {"failure": "EXPLODE"}                        | 400 | failure
        /providers/SMS/faults     | {"failRate": 2}                               | 422 | failRate
        /providers/SMS/faults     | {"failNext": -1}                              | 422 | failNext
        /providers/SMS/faults     | {"delayMs": 9223372036854775807}              | 422 | delayMs
        /providers/SMS/faults     | {"recipient": "\\u0000"}                      | 422 | recipient
        /providers/SMS/faults     | {"failnext": 1}                               | 400 | failnext
        /providers/PIGEON/faults  | {}                                            | 404 | channel
        """)
    void aWrongFieldIsNamed(String path, String body, int status, String field) {
        var response = processes.put(path, body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("\"field\":\"" + field + "\"");
    }

    @Test
    void pagesFollowOneAnother() {
        prefers("{\"PUSH\": {\"enabled\": true, \"address\": \"device-%s\"}}".formatted(user));
        var orders = IntStream.range(0, 5).mapToObj(_ -> UUID.randomUUID()).toList();
        orders.forEach(
                each -> processes.hear(new OrderRejected(each, user, "OUT_OF_STOCK", "sold out", Instant.now())));

        var first = processes.get("/notifications?limit=3&userId=" + user);
        var second = processes.get("/notifications?limit=3&userId=" + user + "&cursor="
                + first.get("next").asString());

        assertThat(first.get("items")).hasSize(3);
        assertThat(second.get("items")).hasSize(2);
        assertThat(second.get("next").isNull()).isTrue();
    }

    @Test
    void theLogOfADeliveryBelongsToTheTraceOfItsEvent(CapturedOutput output) {
        var traceId = UUID.randomUUID().toString().replace("-", "");
        processes.hear(placed(user), "traced-" + order, "00-" + traceId + "-00f067aa0ba902b7-01");

        awaitAll(order, 2, "SENT");

        assertThat(output.getOut().lines().filter(line -> line.contains("[" + order + "]")))
                .anyMatch(line -> line.contains("[" + traceId + "]") && line.contains("would have sent"))
                .anyMatch(line -> line.contains("[" + traceId + "]") && line.contains("delivery is SENT"));
    }

    @Test
    void outcomesAndDepthAreMeasured() {
        processes.hear(placed(user));
        awaitAll(order, 2, "SENT");

        assertThat(processes.scrape())
                .contains("notification_attempts_total{channel=\"PUSH\",outcome=\"SENT\"}")
                .contains("notification_dlq_depth{status=\"PARKED\"}")
                .contains("resilience4j_circuitbreaker_state{name=\"sms\"");
    }

    private void awaitAll(UUID order, int count, String status) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            processes.relay();
            assertThat(processes.deliveries(order))
                    .hasSize(count)
                    .allSatisfy(delivery ->
                            assertThat(delivery.get("status").asString()).isEqualTo(status));
        });
    }

    private String status(UUID order) {
        var found = processes.deliveries(order);
        return found.isEmpty() ? "" : found.getFirst().get("status").asString();
    }

    private List<String> outcomesOf(UUID order) {
        var found = processes.deliveries(order);
        return found.isEmpty() ? List.of() : outcomes(found.getFirst());
    }

    private static List<String> outcomes(JsonNode delivery) {
        return delivery.get("attempts")
                .valueStream()
                .map(attempt -> attempt.get("outcome").asString())
                .toList();
    }

    private int copies(JsonNode delivery) {
        return processes
                .jdbc()
                .sql("SELECT copies FROM stand_in_message WHERE delivery_id = :id")
                .param("id", UUID.fromString(delivery.get("deliveryId").asString()))
                .query(Integer.class)
                .single();
    }

    private List<UUID> sentInOrder(String user) {
        return processes.jdbc().sql("""
            SELECT d.order_id FROM stand_in_message m JOIN delivery d ON d.id = m.delivery_id
            WHERE d.user_id = :user ORDER BY m.sent_at\
            """).param("user", user).query(UUID.class).list();
    }

    private List<String> chosenChannels() {
        return processes
                .get("/users/" + user + "/preferences")
                .get("channels")
                .propertyStream()
                .map(Map.Entry::getKey)
                .toList();
    }

    private void prefersSms() {
        prefers("{\"SMS\": {\"enabled\": true, \"address\": \"%s\"}}".formatted(number));
    }

    private void prefers(String channels) {
        var response = processes.put("/users/" + user + "/preferences", "{\"channels\": " + channels + "}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private void fault(String channel, String body) {
        var response = processes.put("/providers/" + channel + "/faults", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private OrderPlaced placed(String user) {
        return new OrderPlaced(order, user, List.of(), 1999, Instant.now());
    }

    private OrderConfirmed confirmed(String user) {
        return new OrderConfirmed(order, user, 1999, Instant.now());
    }

    private OrderShipped shipped(String user) {
        return new OrderShipped(order, user, "T1", Instant.now());
    }
}

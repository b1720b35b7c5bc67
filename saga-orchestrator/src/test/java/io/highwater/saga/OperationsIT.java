package io.highwater.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.contracts.inventory.StockReserved;
import io.highwater.contracts.payments.PaymentAuthorized;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What operators see and do over HTTP.
class OperationsIT {
    private static final TestClock CLOCK = new TestClock();
    private static final String BECAUSE = "{\"reason\":\"customer called\",\"operator\":\"olga\"}";
    private static SagaService service;

    private final UUID order = UUID.randomUUID();

    @BeforeAll
    static void start() {
        service = SagaService.start(CLOCK);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aSagaIsShownWithItsStepsAndItsTimeline() throws Exception {
        var saga = service.place(order);
        service.reply(order, new StockReserved(saga, order));

        var shown = service.get("/sagas/" + saga);

        assertThat(shown.get("orderId").asString()).isEqualTo(order.toString());
        assertThat(shown.get("state").asString()).isEqualTo("RUNNING");
        assertThat(shown.get("traceId").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(shown.get("awaiting").get("step").asString()).isEqualTo("authorize-payment");
        assertThat(shown.get("steps").size()).isEqualTo(5);
        assertThat(shown.get("steps").get(0).toString())
                .isEqualTo("{\"name\":\"reserve-stock\",\"kind\":\"COMPENSATABLE\",\"state\":\"SUCCEEDED\"}");
        assertThat(shown.get("timeline").get(0).get("what").asString()).isEqualTo("STARTED");
    }

    @Test
    void sagasAreFoundByOrderStateStepAndAge() throws Exception {
        var saga = service.place(order);

        assertThat(found("orderId=" + order)).isEqualTo(saga.toString());
        assertThat(found("state=RUNNING&state=COMPENSATING&step=reserve-stock&orderId=" + order))
                .isEqualTo(saga.toString());
        assertThat(found("state=COMPLETED&orderId=" + order)).isEmpty();
        assertThat(found("olderThan=PT1M&orderId=" + order)).isEmpty();

        CLOCK.advance(Duration.ofMinutes(2));
        assertThat(found("olderThan=PT1M&orderId=" + order)).isEqualTo(saga.toString());
    }

    @Test
    void aListGoesOnWhereTheCursorPoints() throws Exception {
        // Younger than what other tests left in this database, whose clocks ran ahead.
        CLOCK.advance(Duration.ofDays(1));
        var older = service.place(order);
        CLOCK.advance(Duration.ofMillis(10));
        var younger = service.place(UUID.randomUUID());

        var first = service.get("/sagas?limit=1");
        var second =
                service.get("/sagas?limit=1&cursor=" + first.get("nextCursor").asString());

        assertThat(first.get("items").get(0).get("sagaId").asString()).isEqualTo(younger.toString());
        assertThat(second.get("items").get(0).get("sagaId").asString()).isEqualTo(older.toString());
    }

    @Test
    void compensateTurnsBackAndIsAudited() throws Exception {
        var saga = service.place(order);
        service.reply(order, new StockReserved(saga, order));

        var response = service.post("/sagas/" + saga + "/compensate", BECAUSE);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(service.json(response).get("state").asString()).isEqualTo("COMPENSATING");
        assertThat(service.sentTypes(order)).endsWith("VoidPayment.v1");
        assertThat(service.sent(order).getLast().traceparent()).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
        assertThat(service.get("/sagas/" + saga).get("timeline").toString())
                .contains("\"what\":\"OPERATOR_COMPENSATED\",\"actor\":\"olga\"", "customer called");
    }

    @Test
    void compensateIsAConflictOnceThePaymentIsBeingCaptured() throws Exception {
        var saga = service.place(order);
        service.reply(order, new StockReserved(saga, order));
        service.reply(order, new PaymentAuthorized(saga, order, 1999));

        var response = service.post("/sagas/" + saga + "/compensate", BECAUSE);

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(service.sentTypes(order)).endsWith("CapturePayment.v1");
    }

    @Test
    void aSuspendedSagaSendsNothingUntilItIsResumed() throws Exception {
        var saga = service.place(order);

        service.post("/sagas/" + saga + "/suspend", BECAUSE);
        service.reply(order, new StockReserved(saga, order));
        CLOCK.advance(Duration.ofMinutes(1));
        service.scan();
        assertThat(service.state(saga)).isEqualTo("SUSPENDED");
        assertThat(service.sentTypes(order)).containsExactly("ReserveStock.v1");

        service.post("/sagas/" + saga + "/resume", BECAUSE);
        assertThat(service.state(saga)).isEqualTo("RUNNING");
        assertThat(service.sentTypes(order)).containsExactly("ReserveStock.v1", "AuthorizePayment.v1");
    }

    @Test
    void retryAsksAgain() throws Exception {
        var saga = service.place(order);

        service.post("/sagas/" + saga + "/retry", BECAUSE);

        assertThat(service.sentTypes(order)).containsExactly("ReserveStock.v1", "ReserveStock.v1");
    }

    @ParameterizedTest
    @CsvSource({"'{}'", "'{\"reason\":\" \"}'", "'not json'"})
    void withoutAReasonNothingIsDone(String body) throws Exception {
        var saga = service.place(order);

        var response = service.post("/sagas/" + saga + "/retry", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(service.sentTypes(order)).containsExactly("ReserveStock.v1");
    }

    @Test
    void unknownSagasAndSenselessQuestionsAreProblems() throws Exception {
        assertThat(service.post("/sagas/" + order + "/retry", BECAUSE).statusCode())
                .isEqualTo(404);
        assertThat(service.get("/sagas/" + order).get("status").asInt()).isEqualTo(404);
        assertThat(service.get("/sagas/not-an-id").get("status").asInt()).isEqualTo(400);
        assertThat(service.get("/sagas?limit=0").get("status").asInt()).isEqualTo(400);
        assertThat(service.get("/sagas?state=LOST").get("status").asInt()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /sagas/not-an-id              | sagaId    | must be a UUID
        /sagas?limit=501              | limit     | must be between 1 and 500
        /sagas?limit=many             | limit     | whole number
        /sagas?state=LOST             | state     | COMPENSATING
        /sagas?olderThan=PT9999999999999H | olderThan | must be from 0s to 36500d
        /sagas?olderThan=-PT5M        | olderThan | must be from 0s to 36500d
        /sagas?olderThan=old          | olderThan | PT5M
        /sagas?cursor=x               | cursor    | must be a UUID
        /sagas?orderId=%00            | orderId   | NUL
        /sagas?step=%00               | step      | NUL
        """)
    void aSenselessQuestionIsToldWhichFieldAndWhy(String path, String field, String reason) throws Exception {
        var problem = service.get(path);

        assertThat(problem.get("status").asInt()).isEqualTo(400);
        assertThat(problem.at("/violations/0/field").asString()).isEqualTo(field);
        assertThat(problem.at("/violations/0/reason").asString()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                           | reason
        {"reason": "a\\u0000b"}                      | reason
        {"reason": ["x"]}                            | reason
        {"reason": "x", "operator": ""}              | operator
        {"reason": "x", "oprator": "olga"}           | oprator
        """)
    void aWrongFieldOfAnOperationIsNamed(String body, String field) throws Exception {
        var response = service.post("/sagas/" + service.place(order) + "/suspend", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(service.json(response).at("/violations/0/field").asString()).isEqualTo(field);
    }

    @Test
    void aRejectedRequestIsToldAsAProblem() throws Exception {
        var response = service.post("/sagas", BECAUSE);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @Test
    void healthAndMetricsTellHowItGoes() throws Exception {
        service.place(order);

        assertThat(service.get("/actuator/health/readiness").get("status").asString())
                .isEqualTo("UP");
        assertThat(service.text("/actuator/prometheus"))
                .contains("saga_active{", "saga_oldest_age_seconds{", "saga_events_total{");
    }

    private static String found(String query) throws Exception {
        var items = service.get("/sagas?" + query).get("items");
        return items.isEmpty() ? "" : items.get(0).get("sagaId").asString();
    }
}

package io.highwater.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.contracts.inventory.StockRejected;
import io.highwater.contracts.inventory.StockReleased;
import io.highwater.contracts.inventory.StockReserved;
import io.highwater.contracts.orders.OrderConfirmed;
import io.highwater.contracts.orders.OrderRejected;
import io.highwater.contracts.orders.OrderShipped;
import io.highwater.contracts.payments.PaymentAuthorized;
import io.highwater.contracts.payments.PaymentCaptured;
import io.highwater.contracts.payments.PaymentDeclined;
import io.highwater.contracts.payments.PaymentVoided;
import io.highwater.saga.running.DueSagas;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Orders' sagas on a real database, with the test as relay and participants.
class OrderSagaIT {
    private static final TestClock CLOCK = new TestClock();
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
    void aGoodOrderCompletes() throws Exception {
        var saga = service.place(order);
        service.reply(order, new StockReserved(saga, order));
        service.reply(order, new PaymentAuthorized(saga, order, 1999));
        service.reply(order, new PaymentCaptured(saga, order, 1999));
        service.announce(order, new OrderConfirmed(order, "alice", 1999, now()));
        service.announce(order, new OrderShipped(order, "alice", "T-1", now()));

        assertThat(service.sentTypes(order))
                .containsExactly(
                        "ReserveStock.v1",
                        "AuthorizePayment.v1",
                        "CapturePayment.v1",
                        "ConfirmOrder.v1",
                        "ShipOrder.v1");
        assertThat(service.state(saga)).isEqualTo("COMPLETED");
    }

    @Test
    void commandsNameTheOrderAsCorrelationAndTheSagaAsKey() {
        var saga = service.place(order);

        var command = service.sent(order).getFirst();

        assertThat(command.topic()).isEqualTo("inventory_commands");
        assertThat(command.key()).isEqualTo(saga.toString());
        assertThat(command.correlation()).isEqualTo(order.toString());
        assertThat(command.payload()).contains("\"sku\":\"book\"");
    }

    @Test
    void withoutStockTheOrderIsRejected() throws Exception {
        var saga = service.place(order);
        service.reply(order, new StockRejected(saga, order, "book", 1, 0));
        service.announce(order, new OrderRejected(order, "alice", "OUT_OF_STOCK", "", now()));

        assertThat(service.sentTypes(order)).containsExactly("ReserveStock.v1", "RejectOrder.v1");
        assertThat(service.sent(order).getLast().payload()).contains("\"reason\":\"OUT_OF_STOCK\"");
        assertThat(service.state(saga)).isEqualTo("REJECTED");
    }

    @Test
    void aDeclinedPaymentReleasesTheStock() throws Exception {
        var saga = service.place(order);
        service.reply(order, new StockReserved(saga, order));
        service.reply(order, new PaymentDeclined(saga, order, "CREDIT_EXCEEDED", "limit 1000"));
        service.reply(order, new StockReleased(saga, order));
        service.announce(order, new OrderRejected(order, "alice", "CREDIT_EXCEEDED", "", now()));

        assertThat(service.sentTypes(order))
                .containsExactly("ReserveStock.v1", "AuthorizePayment.v1", "ReleaseStock.v1", "RejectOrder.v1");
        assertThat(service.get("/sagas/" + saga).toString()).contains("StockReserved", "StockReleased");
        assertThat(service.state(saga)).isEqualTo("REJECTED");
    }

    @Test
    void aSilentParticipantIsAskedAgainInTheSagasTraceAndThenCompensated() throws Exception {
        var saga = service.place(order);
        service.reply(order, new StockReserved(saga, order));

        passesInSilence(Duration.ofSeconds(10));
        passesInSilence(Duration.ofSeconds(20));
        service.reply(order, new PaymentVoided(saga, order));
        service.reply(order, new StockReleased(saga, order));

        assertThat(service.sentTypes(order))
                .containsExactly(
                        "ReserveStock.v1",
                        "AuthorizePayment.v1",
                        "AuthorizePayment.v1",
                        "VoidPayment.v1",
                        "ReleaseStock.v1",
                        "RejectOrder.v1");
        var commands = service.sent(order);
        assertThat(commands.get(2).id()).isEqualTo(commands.get(1).id());
        assertThat(commands.get(2).traceparent()).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
        assertThat(commands.getLast().payload()).contains("\"reason\":\"TIMED_OUT\"");
    }

    @Test
    void aSilentPivotEndsAtTheOperatorAndALateAnswerGoesOn() throws Exception {
        var saga = service.place(order);
        service.reply(order, new StockReserved(saga, order));
        service.reply(order, new PaymentAuthorized(saga, order, 1999));
        passesInSilence(Duration.ofSeconds(10));
        passesInSilence(Duration.ofSeconds(20));
        passesInSilence(Duration.ofSeconds(40));

        assertThat(service.state(saga)).isEqualTo("NEEDS_OPERATOR");
        service.reply(order, new PaymentCaptured(saga, order, 1999));

        assertThat(service.sentTypes(order)).endsWith("CapturePayment.v1", "CapturePayment.v1", "ConfirmOrder.v1");
        assertThat(service.state(saga)).isEqualTo("RUNNING");
    }

    @Test
    void theSameReplyDeliveredTwiceCountsOnce() throws Exception {
        var saga = service.place(order);
        var cause = service.sent(order).getLast().id().toString();
        var id = service.reply(order, new StockReserved(saga, order));

        service.receive("saga_replies", new StockReserved(saga, order), id, cause);

        assertThat(service.sentTypes(order)).containsExactly("ReserveStock.v1", "AuthorizePayment.v1");
        assertThat(service.get("/sagas/" + saga).toString()).doesNotContain("ANSWER_IGNORED");
    }

    @Test
    void aLateReplyIsInTheTimelineAndChangesNothing() throws Exception {
        var saga = service.place(order);
        service.reply(order, new StockRejected(saga, order, "book", 1, 0));

        service.reply(order, new StockReserved(saga, order));

        assertThat(service.sentTypes(order)).containsExactly("ReserveStock.v1", "RejectOrder.v1");
        var timeline = service.get("/sagas/" + saga).get("timeline");
        assertThat(timeline.get(timeline.size() - 1).get("what").asString()).isEqualTo("ANSWER_IGNORED");
    }

    @Test
    void anOrderAnnouncedTwiceHasOneSaga() throws Exception {
        var saga = service.place(order);

        assertThat(service.place(order)).isEqualTo(saga);
        assertThat(service.sentTypes(order)).containsExactly("ReserveStock.v1");
        assertThat(service.get("/sagas/" + saga).toString()).contains("START_IGNORED");
    }

    @Test
    void aReplyForAnUnknownSagaIsPassedOver() {
        service.receive(
                "saga_replies",
                new StockReserved(order, order),
                UUID.randomUUID().toString(),
                "");

        assertThat(service.sentTypes(order)).isEmpty();
    }

    @Test
    void theTimelineCannotBeChanged() {
        service.place(order);

        assertThatThrownBy(() -> service.bean(JdbcClient.class)
                        .sql("UPDATE saga_log SET detail = ''")
                        .update())
                .hasMessageContaining("append-only");
    }

    /// Nobody listens here, for there is no broker: the answers may all lie in the topics.
    @Test
    void deadlinesDoNotCountBeforeAnswersCouldBeHeard() throws Exception {
        var saga = service.place(order);
        CLOCK.advance(Duration.ofMinutes(11));

        service.bean(DueSagas.class).scanOnceHeard();
        assertThat(service.state(saga)).isEqualTo("RUNNING");

        service.scan();
        assertThat(service.state(saga)).isEqualTo("COMPENSATING");
    }

    private static void passesInSilence(Duration duration) {
        CLOCK.advance(duration);
        service.scan();
    }

    private static Instant now() {
        return CLOCK.instant();
    }
}

package io.highwater.saga.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.contracts.inventory.ReleaseStock;
import io.highwater.contracts.inventory.ReserveStock;
import io.highwater.contracts.inventory.StockLine;
import io.highwater.contracts.inventory.StockRejected;
import io.highwater.contracts.inventory.StockReleased;
import io.highwater.contracts.inventory.StockReserved;
import io.highwater.contracts.orders.ConfirmOrder;
import io.highwater.contracts.orders.OrderConfirmed;
import io.highwater.contracts.orders.OrderLine;
import io.highwater.contracts.orders.OrderRejected;
import io.highwater.contracts.orders.OrderShipped;
import io.highwater.contracts.orders.RejectOrder;
import io.highwater.contracts.orders.ShipOrder;
import io.highwater.contracts.payments.AuthorizePayment;
import io.highwater.contracts.payments.CapturePayment;
import io.highwater.contracts.payments.PaymentAuthorized;
import io.highwater.contracts.payments.PaymentCaptured;
import io.highwater.contracts.payments.PaymentDeclined;
import io.highwater.contracts.payments.PaymentVoided;
import io.highwater.contracts.payments.VoidPayment;
import io.highwater.saga.engine.Decision.Command;
import io.highwater.saga.engine.Patience;
import io.highwater.saga.engine.Saga;
import io.highwater.saga.engine.SagaEvent.Answered;
import io.highwater.saga.engine.SagaMachine;
import io.highwater.saga.engine.SagaState;
import io.highwater.saga.engine.SagaStatus;
import io.highwater.saga.engine.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The order saga's table: which command follows which answer.
class OrderSagaTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID ORDER = UUID.fromString("00000000-0000-7000-8000-00000000000a");
    private static final UUID SAGA = UUID.fromString("00000000-0000-7000-8000-00000000000b");
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), 3);

    private final SagaMachine<PlacedOrder> machine =
            new SagaMachine<>(OrderSaga.definition(new Timing(Duration.ofMinutes(5), PATIENCE, PATIENCE)));
    private final Saga<PlacedOrder> saga = new Saga<>(
            SAGA, ORDER.toString(), new PlacedOrder(ORDER, "alice", List.of(new OrderLine("book", 2, 1999)), 3998));
    private final List<Command> sent = new ArrayList<>();
    private SagaState state;

    OrderSagaTest() {
        var started = machine.start(saga, NOW);
        state = started.state();
        sent.addAll(started.commands());
    }

    @Test
    void aGoodOrderIsReservedPaidConfirmedAndShipped() {
        answered(
                new StockReserved(SAGA, ORDER),
                new PaymentAuthorized(SAGA, ORDER, 3998),
                new PaymentCaptured(SAGA, ORDER, 3998),
                new OrderConfirmed(ORDER, "alice", 3998, NOW),
                new OrderShipped(ORDER, "alice", "T-1", NOW));

        assertThat(sent)
                .extracting(Command::message)
                .containsExactly(
                        new ReserveStock(SAGA, ORDER, List.of(new StockLine("book", 2))),
                        new AuthorizePayment(SAGA, ORDER, "alice", 3998),
                        new CapturePayment(SAGA, ORDER),
                        new ConfirmOrder(SAGA, ORDER),
                        new ShipOrder(SAGA, ORDER));
        assertThat(sent)
                .extracting(Command::topic)
                .containsExactly(
                        "inventory_commands",
                        "payment_commands",
                        "payment_commands",
                        "order_commands",
                        "order_commands");
        assertThat(state.status()).isEqualTo(SagaStatus.COMPLETED);
    }

    @Test
    void withoutStockTheOrderIsRejectedAndNothingElseHappens() {
        answered(new StockRejected(SAGA, ORDER, "book", 2, 1), rejected("OUT_OF_STOCK"));

        assertThat(sent.getLast().message())
                .isEqualTo(new RejectOrder(SAGA, ORDER, "OUT_OF_STOCK", "2 of book asked for, 1 available"));
        assertThat(sent).hasSize(2);
        assertThat(state.status()).isEqualTo(SagaStatus.REJECTED);
    }

    @Test
    void aDeclinedPaymentReleasesTheStock() {
        answered(
                new StockReserved(SAGA, ORDER),
                new PaymentDeclined(SAGA, ORDER, "CREDIT_EXCEEDED", "too much"),
                new StockReleased(SAGA, ORDER),
                rejected("CREDIT_EXCEEDED"));

        assertThat(sent.stream().skip(2).map(Command::message))
                .containsExactly(
                        new ReleaseStock(SAGA, ORDER), new RejectOrder(SAGA, ORDER, "CREDIT_EXCEEDED", "too much"));
    }

    @Test
    void aDeclinedCaptureVoidsThePaymentAndReleasesTheStock() {
        answered(
                new StockReserved(SAGA, ORDER),
                new PaymentAuthorized(SAGA, ORDER, 3998),
                new PaymentDeclined(SAGA, ORDER, "AUTHORIZATION_EXPIRED", ""),
                new PaymentVoided(SAGA, ORDER),
                new StockReleased(SAGA, ORDER),
                rejected("AUTHORIZATION_EXPIRED"));

        assertThat(sent.stream().skip(3).map(Command::message))
                .containsExactly(
                        new VoidPayment(SAGA, ORDER),
                        new ReleaseStock(SAGA, ORDER),
                        new RejectOrder(SAGA, ORDER, "AUTHORIZATION_EXPIRED", ""));
        assertThat(state.status()).isEqualTo(SagaStatus.REJECTED);
    }

    private void answered(Object... answers) {
        for (var answer : answers) {
            var moved =
                    machine.on(saga, state, new Answered(answer, sent.getLast().id()), NOW);
            state = moved.state();
            sent.addAll(moved.commands());
        }
    }

    private static OrderRejected rejected(String reason) {
        return new OrderRejected(ORDER, "alice", reason, "", NOW);
    }
}

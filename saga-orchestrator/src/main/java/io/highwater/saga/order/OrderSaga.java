package io.highwater.saga.order;

import static io.highwater.contracts.Topics.INVENTORY_COMMANDS;
import static io.highwater.contracts.Topics.ORDER_COMMANDS;
import static io.highwater.contracts.Topics.PAYMENT_COMMANDS;
import static io.highwater.saga.engine.Exchange.ask;
import static io.highwater.saga.engine.Step.compensatable;
import static io.highwater.saga.engine.Step.pivot;
import static io.highwater.saga.engine.Step.retriable;

import io.highwater.contracts.inventory.ReleaseStock;
import io.highwater.contracts.inventory.ReserveStock;
import io.highwater.contracts.inventory.StockLine;
import io.highwater.contracts.inventory.StockRejected;
import io.highwater.contracts.inventory.StockReleased;
import io.highwater.contracts.inventory.StockReserved;
import io.highwater.contracts.orders.ConfirmOrder;
import io.highwater.contracts.orders.OrderConfirmed;
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
import io.highwater.saga.engine.Exchange.Ask;
import io.highwater.saga.engine.Failure;
import io.highwater.saga.engine.SagaDefinition;
import io.highwater.saga.engine.Timing;
import java.util.List;

/// The order saga's table, and how its commands are built.
final class OrderSaga {
    static final String TYPE = "order";

    private OrderSaga() {}

    static SagaDefinition<PlacedOrder> definition(Timing timing) {
        return new SagaDefinition<>(
                TYPE,
                PlacedOrder.class,
                List.of(
                        compensatable(
                                "reserve-stock",
                                ask(INVENTORY_COMMANDS, OrderSaga::reserveStock, StockReserved.class)
                                        .orRefusal(StockRejected.class, OrderSaga::outOfStock),
                                ask(INVENTORY_COMMANDS, OrderSaga::releaseStock, StockReleased.class)),
                        compensatable(
                                "authorize-payment",
                                ask(PAYMENT_COMMANDS, OrderSaga::authorizePayment, PaymentAuthorized.class)
                                        .orRefusal(PaymentDeclined.class, OrderSaga::declined),
                                ask(PAYMENT_COMMANDS, OrderSaga::voidPayment, PaymentVoided.class)),
                        pivot(
                                "capture-payment",
                                ask(PAYMENT_COMMANDS, OrderSaga::capturePayment, PaymentCaptured.class)
                                        .orRefusal(PaymentDeclined.class, OrderSaga::declined)),
                        retriable("confirm-order", ask(ORDER_COMMANDS, OrderSaga::confirmOrder, OrderConfirmed.class)),
                        retriable("ship-order", ask(ORDER_COMMANDS, OrderSaga::shipOrder, OrderShipped.class))),
                ask(ORDER_COMMANDS, OrderSaga::rejectOrder, OrderRejected.class),
                timing);
    }

    private static ReserveStock reserveStock(Ask<PlacedOrder> ask) {
        var lines = order(ask).lines().stream()
                .map(line -> new StockLine(line.sku(), line.quantity()))
                .toList();
        return new ReserveStock(ask.saga().id(), order(ask).orderId(), lines);
    }

    private static ReleaseStock releaseStock(Ask<PlacedOrder> ask) {
        return new ReleaseStock(ask.saga().id(), order(ask).orderId());
    }

    private static AuthorizePayment authorizePayment(Ask<PlacedOrder> ask) {
        var order = order(ask);
        return new AuthorizePayment(ask.saga().id(), order.orderId(), order.userId(), order.totalCents());
    }

    private static VoidPayment voidPayment(Ask<PlacedOrder> ask) {
        return new VoidPayment(ask.saga().id(), order(ask).orderId());
    }

    private static CapturePayment capturePayment(Ask<PlacedOrder> ask) {
        return new CapturePayment(ask.saga().id(), order(ask).orderId());
    }

    private static ConfirmOrder confirmOrder(Ask<PlacedOrder> ask) {
        return new ConfirmOrder(ask.saga().id(), order(ask).orderId());
    }

    private static ShipOrder shipOrder(Ask<PlacedOrder> ask) {
        return new ShipOrder(ask.saga().id(), order(ask).orderId());
    }

    private static RejectOrder rejectOrder(Ask<PlacedOrder> ask) {
        var why = ask.failure();
        return new RejectOrder(ask.saga().id(), order(ask).orderId(), why.reason(), why.detail());
    }

    private static Failure outOfStock(StockRejected rejected) {
        return new Failure(
                "OUT_OF_STOCK",
                "%d of %s asked for, %d available"
                        .formatted(rejected.requested(), rejected.sku(), rejected.available()));
    }

    private static Failure declined(PaymentDeclined declined) {
        return new Failure(declined.reason(), declined.detail());
    }

    private static PlacedOrder order(Ask<PlacedOrder> ask) {
        return ask.saga().data();
    }
}

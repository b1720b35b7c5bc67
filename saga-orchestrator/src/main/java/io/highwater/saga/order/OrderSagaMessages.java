package io.highwater.saga.order;

import io.highwater.contracts.inventory.InventoryReply;
import io.highwater.contracts.orders.OrderEvent;
import io.highwater.contracts.orders.OrderPlaced;
import io.highwater.contracts.payments.PaymentReply;
import io.highwater.outbox.Envelope;
import io.highwater.saga.engine.SagaMachine;
import io.highwater.saga.running.RunSagas;
import org.springframework.stereotype.Component;

/// From messages to the sagas they belong to: replies name the saga, order events name the order.
@Component
class OrderSagaMessages {
    private final RunSagas sagas;
    private final SagaMachine<PlacedOrder> machine;

    OrderSagaMessages(RunSagas sagas, SagaMachine<PlacedOrder> machine) {
        this.sagas = sagas;
        this.machine = machine;
    }

    void placed(OrderPlaced placed, Envelope envelope) {
        sagas.start(machine, placed.orderId().toString(), PlacedOrder.of(placed), envelope.traceparent());
    }

    void announced(OrderEvent event, Envelope envelope) {
        sagas.answered(OrderSaga.TYPE, event.orderId().toString(), event, envelope.causationId());
    }

    void replied(InventoryReply reply, Envelope envelope) {
        sagas.answered(reply.sagaId(), reply, envelope.causationId());
    }

    void replied(PaymentReply reply, Envelope envelope) {
        sagas.answered(reply.sagaId(), reply, envelope.causationId());
    }
}

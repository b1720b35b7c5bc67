package io.highwater.saga.order;

import io.highwater.contracts.Topics;
import io.highwater.contracts.inventory.StockRejected;
import io.highwater.contracts.inventory.StockReleased;
import io.highwater.contracts.inventory.StockReserved;
import io.highwater.contracts.orders.OrderConfirmed;
import io.highwater.contracts.orders.OrderPlaced;
import io.highwater.contracts.orders.OrderRejected;
import io.highwater.contracts.orders.OrderShipped;
import io.highwater.contracts.payments.PaymentAuthorized;
import io.highwater.contracts.payments.PaymentCaptured;
import io.highwater.contracts.payments.PaymentDeclined;
import io.highwater.contracts.payments.PaymentVoided;
import io.highwater.outbox.consume.Subscription;
import io.highwater.outbox.consume.TopicSettings;
import io.highwater.saga.engine.SagaMachine;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The order saga's machine, what it listens to and the topics of its commands.
@Configuration(proxyBeanMethods = false)
class OrderSagaConfiguration {
    @Bean
    SagaMachine<PlacedOrder> orderSaga(OrderSagaSettings settings) {
        return new SagaMachine<>(OrderSaga.definition(settings.timing()));
    }

    @Bean
    Subscription orderSagaSubscription(OrderSagaMessages messages) {
        return Subscription.of("saga-orchestrator")
                .on(Topics.ORDERS_EVENTS, OrderPlaced.class, messages::placed)
                .on(Topics.ORDERS_EVENTS, OrderConfirmed.class, messages::announced)
                .on(Topics.ORDERS_EVENTS, OrderShipped.class, messages::announced)
                .on(Topics.ORDERS_EVENTS, OrderRejected.class, messages::announced)
                .on(Topics.SAGA_REPLIES, StockReserved.class, messages::replied)
                .on(Topics.SAGA_REPLIES, StockRejected.class, messages::replied)
                .on(Topics.SAGA_REPLIES, StockReleased.class, messages::replied)
                .on(Topics.SAGA_REPLIES, PaymentAuthorized.class, messages::replied)
                .on(Topics.SAGA_REPLIES, PaymentDeclined.class, messages::replied)
                .on(Topics.SAGA_REPLIES, PaymentVoided.class, messages::replied)
                .on(Topics.SAGA_REPLIES, PaymentCaptured.class, messages::replied)
                .build();
    }

    @Bean
    NewTopic inventoryCommands(TopicSettings topics) {
        return topics.topic(Topics.INVENTORY_COMMANDS);
    }

    @Bean
    NewTopic paymentCommands(TopicSettings topics) {
        return topics.topic(Topics.PAYMENT_COMMANDS);
    }

    @Bean
    NewTopic orderCommands(TopicSettings topics) {
        return topics.topic(Topics.ORDER_COMMANDS);
    }
}

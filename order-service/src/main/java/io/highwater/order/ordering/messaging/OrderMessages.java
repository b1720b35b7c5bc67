package io.highwater.order.ordering.messaging;

import io.highwater.contracts.Topics;
import io.highwater.contracts.orders.ConfirmOrder;
import io.highwater.contracts.orders.RejectOrder;
import io.highwater.contracts.orders.ShipOrder;
import io.highwater.order.ordering.ChangeOrder;
import io.highwater.outbox.consume.Subscription;
import io.highwater.outbox.consume.TopicSettings;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What this service listens to, and where it speaks.
@Configuration(proxyBeanMethods = false)
class OrderMessages {
    @Bean
    Subscription orderCommands(ChangeOrder change) {
        return Subscription.of("order-service")
                .onEvery(Topics.ORDER_COMMANDS, ConfirmOrder.class, (command, _) -> change.confirm(command.orderId()))
                .onEvery(Topics.ORDER_COMMANDS, ShipOrder.class, (command, _) -> change.ship(command.orderId()))
                .onEvery(
                        Topics.ORDER_COMMANDS,
                        RejectOrder.class,
                        (command, _) -> change.reject(command.orderId(), command.reason(), command.detail()))
                .build();
    }

    @Bean
    NewTopic ordersEvents(TopicSettings topics) {
        return topics.topic(Topics.ORDERS_EVENTS);
    }
}

package io.highwater.inventory.stock.messaging;

import static java.util.stream.Collectors.toMap;

import io.highwater.contracts.Topics;
import io.highwater.contracts.inventory.ReleaseStock;
import io.highwater.contracts.inventory.ReserveStock;
import io.highwater.contracts.inventory.StockLine;
import io.highwater.contracts.orders.OrderShipped;
import io.highwater.inventory.stock.Demand;
import io.highwater.inventory.stock.ReserveOrders;
import io.highwater.outbox.consume.Subscription;
import io.highwater.outbox.consume.TopicSettings;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What this service listens to, and where it speaks.
@Configuration(proxyBeanMethods = false)
class StockMessages {
    @Bean
    Subscription stockCommands(ReserveOrders orders) {
        return Subscription.of("inventory-service")
                .onEvery(
                        Topics.INVENTORY_COMMANDS,
                        ReserveStock.class,
                        (command, _) -> orders.reserve(command.sagaId(), command.orderId(), demand(command)))
                .onEvery(
                        Topics.INVENTORY_COMMANDS,
                        ReleaseStock.class,
                        (command, _) -> orders.release(command.sagaId(), command.orderId()))
                .on(Topics.ORDERS_EVENTS, OrderShipped.class, (event, _) -> orders.ship(event.orderId()))
                .build();
    }

    private static Demand demand(ReserveStock command) {
        return new Demand(command.lines().stream().collect(toMap(StockLine::sku, StockLine::quantity, Math::addExact)));
    }

    @Bean
    NewTopic inventoryEvents(TopicSettings topics) {
        return topics.topic(Topics.INVENTORY_EVENTS);
    }

    @Bean
    NewTopic sagaReplies(TopicSettings topics) {
        return topics.topic(Topics.SAGA_REPLIES);
    }
}

package io.highwater.notification.delivery.messaging;

import io.highwater.contracts.Topics;
import io.highwater.contracts.notifications.DeliveryFailed;
import io.highwater.contracts.orders.OrderConfirmed;
import io.highwater.contracts.orders.OrderEvent;
import io.highwater.contracts.orders.OrderPlaced;
import io.highwater.contracts.orders.OrderRejected;
import io.highwater.contracts.orders.OrderShipped;
import io.highwater.notification.delivery.NotifyUser;
import io.highwater.notification.delivery.TakeUpDeadLetter;
import io.highwater.notification.mode.DeadLetterWorkerMode;
import io.highwater.notification.mode.WorkerMode;
import io.highwater.outbox.consume.MessageHandler;
import io.highwater.outbox.consume.Subscription;
import io.highwater.outbox.consume.TopicSettings;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The worker hears of orders, the dead letter worker of failed deliveries.
@Configuration(proxyBeanMethods = false)
class NotificationSubscriptions {
    @Bean
    @WorkerMode
    Subscription orderEvents(NotifyUser notifyUser) {
        MessageHandler<OrderEvent> handler = notifyUser::handle;
        return Subscription.of("notification-service")
                .on(Topics.ORDERS_EVENTS, OrderPlaced.class, handler)
                .on(Topics.ORDERS_EVENTS, OrderConfirmed.class, handler)
                .on(Topics.ORDERS_EVENTS, OrderShipped.class, handler)
                .on(Topics.ORDERS_EVENTS, OrderRejected.class, handler)
                .build();
    }

    @Bean
    @DeadLetterWorkerMode
    Subscription deadLetters(TakeUpDeadLetter takeUpDeadLetter) {
        return Subscription.of("notification-dead-letter-worker")
                .on(Topics.NOTIFICATIONS_DLQ, DeliveryFailed.class, (failed, _) -> takeUpDeadLetter.handle(failed))
                .build();
    }

    @Bean
    NewTopic deadLetterTopic(TopicSettings topics) {
        return topics.topic(Topics.NOTIFICATIONS_DLQ);
    }

    @Bean
    NewTopic parkedTopic(TopicSettings topics) {
        return topics.topic(Topics.NOTIFICATIONS_PARKED);
    }
}

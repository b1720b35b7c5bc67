package io.highwater.payment.credit.messaging;

import io.highwater.contracts.Topics;
import io.highwater.contracts.payments.AuthorizePayment;
import io.highwater.contracts.payments.CapturePayment;
import io.highwater.contracts.payments.VoidPayment;
import io.highwater.outbox.consume.Subscription;
import io.highwater.outbox.consume.TopicSettings;
import io.highwater.payment.credit.PayOrders;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What this service listens to, and where it speaks.
@Configuration(proxyBeanMethods = false)
class PaymentMessages {
    @Bean
    Subscription paymentCommands(PayOrders orders) {
        return Subscription.of("payment-service")
                .onEvery(
                        Topics.PAYMENT_COMMANDS,
                        AuthorizePayment.class,
                        (command, _) -> orders.authorize(
                                command.sagaId(), command.orderId(), command.userId(), command.amountCents()))
                .onEvery(
                        Topics.PAYMENT_COMMANDS,
                        CapturePayment.class,
                        (command, _) -> orders.capture(command.sagaId(), command.orderId()))
                .onEvery(
                        Topics.PAYMENT_COMMANDS,
                        VoidPayment.class,
                        (command, _) -> orders.cancel(command.sagaId(), command.orderId()))
                .build();
    }

    @Bean
    NewTopic paymentEvents(TopicSettings topics) {
        return topics.topic(Topics.PAYMENT_EVENTS);
    }

    @Bean
    NewTopic sagaReplies(TopicSettings topics) {
        return topics.topic(Topics.SAGA_REPLIES);
    }
}

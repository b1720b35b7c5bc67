package io.highwater.outbox.consume;

import io.highwater.outbox.Inbox;
import io.highwater.outbox.PayloadReader;
import io.highwater.outbox.outage.OutageLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Turns [Subscription] beans into running listeners. Part of the starter's auto-configuration.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TopicSettings.class)
public class ListenerConfiguration {
    /// Of the database, as the listeners see it: their failures say that it is away, their commits that
    /// it is back.
    @Bean
    OutageLog databaseOutages(@Value("${spring.datasource.url}") String database) {
        return new OutageLog(database);
    }

    /// Also used by the containers of `@KafkaListener` methods, should a service have some.
    @Bean
    CommonErrorHandler deliveryFailures(
            KafkaTemplate<?, ?> deadLetters,
            @Value("${highwater.listener.attempts:4}") int attempts,
            OutageLog databaseOutages) {
        return DeliveryFailures.errorHandler(deadLetters, attempts, databaseOutages);
    }

    @Bean
    Subscriptions subscriptions(
            ObjectProvider<Subscription> declared,
            ObjectProvider<NewTopic> topics,
            TopicSettings settings,
            KafkaAdmin admin,
            ConcurrentKafkaListenerContainerFactory<?, ?> containers,
            PayloadReader payloads,
            Inbox inbox,
            PlatformTransactionManager transactions,
            OutageLog databaseOutages,
            Clock clock,
            @Value("${spring.kafka.bootstrap-servers}") String brokers) {
        var subscriptions = declared.orderedStream().toList();
        var running = subscriptions.stream()
                .map(subscription -> container(
                        containers,
                        subscription,
                        new Dispatcher(
                                subscription, payloads, inbox, new TransactionTemplate(transactions), databaseOutages)))
                .toList();
        var outages = new OutageLog("the broker at " + brokers);
        var needed = allTopics(topics.orderedStream().toList(), subscriptions, settings);
        var groups = subscriptions.stream().map(Subscription::consumer).toList();
        var creation = new BrokerTopics(
                brokers, BrokerTopics.impatient(admin.getConfigurationProperties()), needed, groups, outages);
        return new Subscriptions(creation, running, new BrokerWatch(running, outages), clock);
    }

    @Bean
    ListenersHealth listenersHealthIndicator(Subscriptions subscriptions) {
        return new ListenersHealth(subscriptions);
    }

    private static List<NewTopic> allTopics(
            List<NewTopic> declared, List<Subscription> subscriptions, TopicSettings settings) {
        var byName = new LinkedHashMap<String, NewTopic>();
        declared.forEach(topic -> byName.put(topic.name(), topic));
        subscriptions.stream()
                .flatMap(subscription -> subscription.topics().stream())
                .flatMap(topic -> Stream.of(topic, topic + DeliveryFailures.DEAD_LETTER_SUFFIX))
                .forEach(topic -> byName.computeIfAbsent(topic, settings::topic));
        return new ArrayList<>(byName.values());
    }

    @SuppressWarnings("unchecked") // The starter's settings make every consumer one of bytes.
    private static ConcurrentMessageListenerContainer<byte[], byte[]> container(
            ConcurrentKafkaListenerContainerFactory<?, ?> factory, Subscription subscription, Dispatcher dispatcher) {
        var container = (ConcurrentMessageListenerContainer<byte[], byte[]>)
                factory.createContainer(subscription.topics().toArray(String[]::new));
        container.setBeanName(subscription.consumer());
        container.getContainerProperties().setGroupId(subscription.consumer());
        container.setupMessageListener(dispatcher);
        return container;
    }
}

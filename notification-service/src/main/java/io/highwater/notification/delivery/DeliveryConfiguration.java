package io.highwater.notification.delivery;

import io.highwater.notification.channel.Providers;
import io.highwater.notification.mode.DeadLetterWorkerMode;
import io.highwater.notification.mode.WorkerMode;
import io.highwater.outbox.outage.OutageLog;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Which line of deliveries this process attends to, and how patiently.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliverySettings.class)
class DeliveryConfiguration {
    @Bean
    RetryPolicy retryPolicy(DeliverySettings settings) {
        return new RetryPolicy(
                settings.maxAttempts(),
                new Backoff(settings.backoffBase(), settings.backoffMax()),
                RandomGenerator.getDefault());
    }

    @Bean
    @WorkerMode
    Dispatchers firstAttempts(
            Deliveries deliveries,
            Providers providers,
            SendDelivery sender,
            DeliveryScope scope,
            DeliverySettings settings,
            Clock clock,
            OutageLog databaseOutages) {
        return new Dispatchers(
                DeliveryStatus.PENDING, deliveries, providers, sender, scope, settings, clock, databaseOutages);
    }

    @Bean
    @DeadLetterWorkerMode
    Dispatchers retries(
            Deliveries deliveries,
            Providers providers,
            SendDelivery sender,
            DeliveryScope scope,
            DeliverySettings settings,
            Clock clock,
            OutageLog databaseOutages) {
        return new Dispatchers(
                DeliveryStatus.RETRYING, deliveries, providers, sender, scope, settings, clock, databaseOutages);
    }
}

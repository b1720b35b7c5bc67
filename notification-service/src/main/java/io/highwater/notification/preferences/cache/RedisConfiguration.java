package io.highwater.notification.preferences.cache;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.highwater.notification.preferences.DefaultContacts;
import io.highwater.notification.preferences.PreferenceCache;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

/// The cache and its circuit breaker, whose state changes are logged and measured as `preference-cache`.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CacheSettings.class, DefaultContacts.class})
class RedisConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(RedisConfiguration.class);

    /// Commands to a Redis that is away fail at once, in place of queueing until it is back.
    @Bean
    LettuceClientOptionsBuilderCustomizer failFast() {
        return options -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
    }

    @Bean
    PreferenceCache preferenceCache(
            StringRedisTemplate redis, JsonMapper json, CacheSettings settings, MeterRegistry meters) {
        var registry = CircuitBreakerRegistry.of(config(settings));
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(meters);
        var circuitBreaker = registry.circuitBreaker("preference-cache");
        circuitBreaker
                .getEventPublisher()
                .onStateTransition(event -> LOG.atWarn()
                        .addKeyValue("transition", event.getStateTransition())
                        .log("preference cache circuit breaker"));
        return new RedisPreferenceCache(redis, json, circuitBreaker, settings);
    }

    private static CircuitBreakerConfig config(CacheSettings settings) {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(4)
                .failureRateThreshold(50)
                .slowCallDurationThreshold(Duration.ofMillis(50))
                .slowCallRateThreshold(80)
                .permittedNumberOfCallsInHalfOpenState(2)
                .waitDurationInOpenState(settings.openFor())
                .build();
    }
}

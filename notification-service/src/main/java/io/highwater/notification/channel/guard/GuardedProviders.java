package io.highwater.notification.channel.guard;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.OutboundMessage;
import io.highwater.notification.channel.Provider;
import io.highwater.notification.channel.Providers;
import io.highwater.notification.channel.SendResult;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;

/// Every channel's provider behind guards of its own, so that a failing one leaves the others alone. Their states are
/// metrics named after resilience4j's, tagged with the channel.
@Component
class GuardedProviders implements Providers, AutoCloseable {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final ExecutorService callers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("provider-call-", 0).factory());
    private final Map<Channel, GuardedProvider> providers = new EnumMap<>(Channel.class);
    private final CircuitBreakerRegistry circuitBreakers;
    private final RateLimiterRegistry rateLimiters;
    private final BulkheadRegistry bulkheads;
    private final TimeLimiter timeLimiter;

    GuardedProviders(List<Provider> providers, GuardSettings settings, MeterRegistry meters) {
        circuitBreakers = CircuitBreakerRegistry.of(circuitBreaker(settings));
        rateLimiters = RateLimiterRegistry.of(rateLimiter(settings));
        bulkheads = BulkheadRegistry.of(bulkhead(settings));
        timeLimiter = TimeLimiter.of(settings.timeLimit());
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(circuitBreakers).bindTo(meters);
        TaggedRateLimiterMetrics.ofRateLimiterRegistry(rateLimiters).bindTo(meters);
        TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters);
        providers.forEach(provider -> this.providers.put(provider.channel(), guard(provider)));
    }

    @Override
    public int room(Channel channel) {
        return of(channel).room();
    }

    @Override
    public Call send(Channel channel, OutboundMessage message, boolean inDoubt) {
        return of(channel).send(message, inDoubt);
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }

    private GuardedProvider of(Channel channel) {
        var provider = providers.get(channel);
        if (provider == null) {
            throw new IllegalStateException("no provider for " + channel);
        }
        return provider;
    }

    private GuardedProvider guard(Provider provider) {
        var name = provider.channel().name().toLowerCase(Locale.ROOT);
        return new GuardedProvider(
                provider,
                bulkheads.bulkhead(name),
                rateLimiters.rateLimiter(name),
                circuitBreakers.circuitBreaker(name),
                timeLimiter,
                callers);
    }

    private static CircuitBreakerConfig circuitBreaker(GuardSettings settings) {
        return CircuitBreakerConfig.custom()
                .failureRateThreshold(settings.failureRatePercent())
                .minimumNumberOfCalls(settings.minimumCalls())
                .slidingWindowSize(2 * settings.minimumCalls())
                .permittedNumberOfCallsInHalfOpenState(3)
                .waitDurationInOpenState(settings.openFor())
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .recordResult(GuardedProviders::isProvidersFault)
                .build();
    }

    /// A refused address says nothing about the provider's health.
    private static boolean isProvidersFault(Object result) {
        return result instanceof SendResult.Retryable || result instanceof SendResult.Unknown;
    }

    private static RateLimiterConfig rateLimiter(GuardSettings settings) {
        return RateLimiterConfig.custom()
                .limitRefreshPeriod(A_SECOND)
                .limitForPeriod(settings.callsPerSecond())
                .timeoutDuration(A_SECOND)
                .build();
    }

    private static BulkheadConfig bulkhead(GuardSettings settings) {
        return BulkheadConfig.custom()
                .maxConcurrentCalls(settings.concurrentCalls())
                .maxWaitDuration(A_SECOND)
                .build();
    }
}

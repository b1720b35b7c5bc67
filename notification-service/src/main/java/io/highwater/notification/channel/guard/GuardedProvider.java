package io.highwater.notification.channel.guard;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.highwater.notification.channel.LookUp;
import io.highwater.notification.channel.OutboundMessage;
import io.highwater.notification.channel.Provider;
import io.highwater.notification.channel.Providers.Call;
import io.highwater.notification.channel.SendResult;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.MDC;

/// One provider behind, from the outside in: bulkhead, rate limiter, circuit breaker, time limiter. The breaker lies
/// outside the time limiter, so that calls that hang count as failed.
///
/// Thread-safety: any thread; the call itself runs on another one, so that it can be left behind.
final class GuardedProvider {
    private final Provider provider;
    private final Bulkhead bulkhead;
    private final RateLimiter rateLimiter;
    private final CircuitBreaker circuitBreaker;
    private final TimeLimiter timeLimiter;
    private final ExecutorService callers;

    GuardedProvider(
            Provider provider,
            Bulkhead bulkhead,
            RateLimiter rateLimiter,
            CircuitBreaker circuitBreaker,
            TimeLimiter timeLimiter,
            ExecutorService callers) {
        this.provider = provider;
        this.bulkhead = bulkhead;
        this.rateLimiter = rateLimiter;
        this.circuitBreaker = circuitBreaker;
        this.timeLimiter = timeLimiter;
        this.callers = callers;
    }

    int room() {
        var calls = bulkhead.getMetrics().getMaxAllowedConcurrentCalls();
        var rate = rateLimiter.getMetrics().getAvailablePermissions();
        return switch (circuitBreaker.getState()) {
            case OPEN, FORCED_OPEN -> 0;
            case HALF_OPEN -> 1;
            case CLOSED, DISABLED, METRICS_ONLY -> Math.max(0, Math.min(calls, rate));
        };
    }

    Call send(OutboundMessage message, boolean inDoubt) {
        if (!bulkhead.tryAcquirePermission()) {
            return new Call.Held("too many calls under way");
        }
        try {
            return sendInside(message, inDoubt);
        } finally {
            bulkhead.onComplete();
        }
    }

    private Call sendInside(OutboundMessage message, boolean inDoubt) {
        if (!rateLimiter.acquirePermission()) {
            return new Call.Held("rate limit reached");
        }
        if (!circuitBreaker.tryAcquirePermission()) {
            return new Call.Held("circuit breaker open");
        }
        var start = circuitBreaker.getCurrentTimestamp();
        var result = inDoubt && !provider.channel().resentInDoubt() ? askThenSend(message) : sendInTime(message);
        circuitBreaker.onResult(
                circuitBreaker.getCurrentTimestamp() - start, circuitBreaker.getTimestampUnit(), result);
        return new Call.Answered(result);
    }

    private SendResult askThenSend(OutboundMessage message) {
        var answer = inTime(() -> provider.lookUp(message), LookUp.CannotTell::new);
        return switch (answer) {
            case LookUp.Found(String reference) -> new SendResult.Sent(reference);
            case LookUp.NotFound _ -> sendInTime(message);
            case LookUp.CannotTell(String cause) -> new SendResult.Unknown("still in doubt: " + cause);
        };
    }

    private SendResult sendInTime(OutboundMessage message) {
        return inTime(() -> provider.send(message), SendResult.Unknown::new);
    }

    private <T> T inTime(Supplier<T> call, Function<String, T> withoutAnswer) {
        try {
            return timeLimiter.executeFutureSupplier(() -> callers.submit(withLogContext(call)));
        } catch (TimeoutException _) {
            return withoutAnswer.apply("no answer within "
                    + timeLimiter.getTimeLimiterConfig().getTimeoutDuration().toMillis() + " ms");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return withoutAnswer.apply("interrupted while waiting for the answer");
        } catch (Exception e) { // whatever an adapter throws: nothing is known about the message
            return withoutAnswer.apply(e.getClass().getSimpleName());
        }
    }

    /// The call's log lines belong to the same trace and order as ours.
    private static <T> Callable<T> withLogContext(Supplier<T> call) {
        var context = MDC.getCopyOfContextMap();
        return () -> {
            if (context != null) {
                MDC.setContextMap(context);
            }
            return call.get();
        };
    }
}

package io.highwater.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.SendResult;
import io.highwater.notification.delivery.Attempt.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class DeliveryTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration BASE = Duration.ofSeconds(2);
    private static final SendResult.Retryable BUSY = new SendResult.Retryable("busy");
    private static final SendResult.Unknown SILENT = new SendResult.Unknown("silent");

    private final RetryPolicy retries = new RetryPolicy(3, new Backoff(BASE, Duration.ofSeconds(30)), new Random(1));

    @Test
    void whatTheProviderTookIsSent() {
        var step = pending().on(new SendResult.Sent("ref"), NOW, retries);

        assertThat(step.delivery().status()).isEqualTo(DeliveryStatus.SENT);
        assertThat(step.attempt()).isEqualTo(new Attempt(1, NOW, Outcome.SENT, ""));
    }

    @Test
    void whatTheProviderRefusesForGoodIsNotTriedAgain() {
        var step = pending().on(new SendResult.Permanent("no such number"), NOW, retries);

        assertThat(step.delivery().status()).isEqualTo(DeliveryStatus.UNDELIVERABLE);
        assertThat(step.attempt()).isEqualTo(new Attempt(1, NOW, Outcome.PERMANENT, "no such number"));
    }

    @Test
    void aFailedFirstAttemptIsDeadLettered() {
        var next = pending().on(BUSY, NOW, retries).delivery();

        assertThat(next.status()).isEqualTo(DeliveryStatus.DEAD_LETTERED);
        assertThat(next.inDoubt()).isFalse();
        assertThat(next.dueAt()).isBetween(NOW, NOW.plus(BASE));
    }

    @Test
    void aMissingAnswerLeavesTheDeliveryInDoubt() {
        var next = pending().on(SILENT, NOW, retries).delivery();

        assertThat(next.status()).isEqualTo(DeliveryStatus.DEAD_LETTERED);
        assertThat(next.inDoubt()).isTrue();
    }

    @Test
    void aClearAnswerEndsTheDoubt() {
        var doubtful = new Delivery(notice(), DeliveryStatus.RETRYING, 1, true, NOW);

        assertThat(doubtful.on(BUSY, NOW, retries).delivery().inDoubt()).isFalse();
    }

    @Test
    void theProvidersRetryAfterIsHonoured() {
        var asked = new SendResult.Retryable("busy", Optional.of(Duration.ofMinutes(10)));

        assertThat(pending().on(asked, NOW, retries).delivery().dueAt()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
    }

    @Test
    void anAbsurdRetryAfterIsCutToAnHour() {
        var asked = new SendResult.Retryable("busy", Optional.of(Duration.ofDays(365)));

        assertThat(pending().on(asked, NOW, retries).delivery().dueAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void retriesGoOnUntilTheLastAttemptThenItIsParked() {
        var second = retrying(1).on(BUSY, NOW, retries).delivery();
        var third = second.on(BUSY, NOW, retries).delivery();

        assertThat(second.status()).isEqualTo(DeliveryStatus.RETRYING);
        assertThat(third.status()).isEqualTo(DeliveryStatus.PARKED);
        assertThat(third.attempts()).isEqualTo(3);
    }

    @Test
    void aLastAttemptWithoutAnswerIsParkedInDoubt() {
        var last = retrying(2).on(SILENT, NOW, retries).delivery();

        assertThat(last.status()).isEqualTo(DeliveryStatus.PARKED);
        assertThat(last.inDoubt()).isTrue();
    }

    @Test
    void anAttemptThatWasCutOffIsDueAgainAtOnceInItsTurn() {
        var step = pending().onCutOff(NOW, retries);

        assertThat(step.delivery()).isEqualTo(new Delivery(notice(), DeliveryStatus.PENDING, 1, true, NOW));
        assertThat(step.attempt().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void beingCutOffDoesNotGoOnForEver() {
        assertThat(retrying(2).onCutOff(NOW, retries).delivery().status()).isEqualTo(DeliveryStatus.PARKED);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PENDING", "RETRYING"})
    void noAttemptIsTakenInAnyOtherState(DeliveryStatus status) {
        var delivery = new Delivery(notice(), status, 1, false, NOW);

        var results = Stream.of(new SendResult.Sent("ref"), new SendResult.Permanent("no"), BUSY, SILENT);

        assertThat(results)
                .allSatisfy(result -> assertThatThrownBy(() -> delivery.on(result, NOW, retries))
                        .isInstanceOf(IllegalStateException.class));
        assertThatThrownBy(() -> delivery.onCutOff(NOW, retries)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyResultCountsOneAttempt() {
        var results = Arrays.<SendResult>asList(new SendResult.Sent(""), new SendResult.Permanent("no"), BUSY, SILENT);

        assertThat(results)
                .allSatisfy(result -> assertThat(
                                retrying(1).on(result, NOW, retries).delivery().attempts())
                        .isEqualTo(2));
    }

    private static Delivery pending() {
        return Delivery.of(notice());
    }

    private static Delivery retrying(int attempts) {
        return new Delivery(notice(), DeliveryStatus.RETRYING, attempts, false, NOW);
    }

    private static Notice notice() {
        return new Notice(
                new UUID(0, 1),
                "event",
                "OrderShipped.v1",
                new UUID(0, 2),
                "alice",
                Channel.SMS,
                "+15550000100",
                new Text("subject", "body"),
                "",
                NOW);
    }
}

package io.highwater.broker.core.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetersTest {
    private static final Windows WINDOWS = new Windows(11, 1_000);

    private final SlidingRate rate = new SlidingRate(WINDOWS);
    private final TokenBucket bucket = new TokenBucket(WINDOWS);

    @Test
    void aBeginnerMayUseTheShareOfAllWindowsButOne() {
        rate.record(1_000, 5_000);

        assertThat(rate.perSecond(5_000)).isEqualTo(100);
        assertThat(rate.throttleMs(100, 5_000)).isZero();
    }

    @Test
    void theWaitIsWhatTheExcessTakesAtTheLimit() {
        rate.record(1_500, 5_000);

        assertThat(rate.throttleMs(100, 5_000)).isEqualTo(5_000);
        assertThat(rate.throttleMs(100, 16_000)).isZero();
    }

    @Test
    void aSteadyUserIsHeldToTheLimit() {
        var nowMs = 0L;
        var used = 0L;
        while (nowMs < 60_000) {
            rate.record(500, nowMs);
            used += 500;
            nowMs += 10 + rate.throttleMs(1_000, nowMs);
        }

        assertThat(used / 60.0).isCloseTo(1_000, within(200.0));
    }

    @Test
    void whatIsOlderThanAllWindowsDoesNotCount() {
        rate.record(1_000_000, 0);

        assertThat(rate.perSecond(11_000)).isZero();
        assertThat(rate.isForgettable(10_999)).isFalse();
        assertThat(rate.isForgettable(11_000)).isTrue();
    }

    @Test
    void whatIsTakenBackWasNeverUsed() {
        rate.record(400, 1_000);
        rate.record(700, 1_000);
        rate.record(-700, 1_000);

        assertThat(rate.perSecond(1_000)).isEqualTo(40);
    }

    @Test
    void aClockThatIsSetBackIsNoProblem() {
        rate.record(100, 10_000);
        rate.record(100, 2_000);

        assertThat(rate.perSecond(2_000)).isPositive().isFinite();
    }

    @Test
    void aFullBucketHoldsTheTokensOfAllWindows() {
        bucket.take(110, 10, 50_000);
        assertThat(bucket.throttleMs(10, 50_000)).isZero();

        bucket.take(1, 10, 50_000);
        assertThat(bucket.throttleMs(10, 50_000)).isEqualTo(100);
        assertThat(bucket.throttleMs(10, 50_100)).isZero();
    }

    @Test
    void aDebtIsPaidAtTheLimit() {
        bucket.take(210, 10, 1_000);

        assertThat(bucket.throttleMs(10, 1_000)).isEqualTo(10_000);
        assertThat(bucket.throttleMs(10, 6_000)).isEqualTo(5_000);
        assertThat(bucket.isForgettable(60_000)).isFalse();
        assertThat(bucket.throttleMs(10, 12_000)).isZero();
        assertThat(bucket.isForgettable(23_000)).isTrue();
    }

    @Test
    void theQuietAreForgottenWhenThereIsNoRoom() {
        var meters = new Meters<Integer, SlidingRate>(() -> new SlidingRate(WINDOWS));
        for (var client = 0; client < 1_024; client++) {
            meters.of(client, 0).record(1, client < 1_000 ? 0 : 20_000);
        }

        meters.of(5_000, 20_000);

        assertThat(meters.size()).isEqualTo(25);
        assertThat(meters.of(1_023, 20_000).perSecond(20_000)).isPositive();
    }
}

package io.highwater.broker.core.quota;

/// How much per second was used over the last windows.
///
/// The time that counts is what has passed of the windows, but never less than all but one of them: a client
/// that has just begun may use the share of a whole span before it is told to wait.
///
/// Thread-safety: none.
/// Source: KIP-13, KIP-124.
public final class SlidingRate implements Meter {
    private static final double MS_PER_SECOND = 1_000;

    private final Windows windows;
    private final double[] amounts;
    private final long[] starts;
    private int newest;
    private int used;

    public SlidingRate(Windows windows) {
        this.windows = windows;
        this.amounts = new double[windows.count() + 1];
        this.starts = new long[windows.count() + 1];
    }

    /// Something was used; a negative amount takes it back.
    public void record(double amount, long nowMs) {
        if (used == 0 || nowMs - starts[newest] >= windows.sizeMs()) {
            newest = used == 0 ? 0 : (newest + 1) % amounts.length;
            used = Math.min(used + 1, amounts.length);
            starts[newest] = nowMs;
            amounts[newest] = 0;
        }
        amounts[newest] += amount;
    }

    /// What is used per second.
    public double perSecond(long nowMs) {
        return total(nowMs) * MS_PER_SECOND / spanMs(nowMs);
    }

    /// How long nothing may be used until the rate is back at the limit; 0 when it is not above.
    ///
    /// @param limit per second
    public long throttleMs(double limit, long nowMs) {
        var rate = perSecond(nowMs);
        return rate <= limit ? 0 : Math.round((rate - limit) / limit * spanMs(nowMs));
    }

    @Override
    public boolean isForgettable(long nowMs) {
        return used == 0 || isObsolete(newest, nowMs);
    }

    private double total(long nowMs) {
        var total = 0.0;
        for (var i = 0; i < used; i++) {
            total += isObsolete(i, nowMs) ? 0 : amounts[i];
        }
        return total;
    }

    private long spanMs(long nowMs) {
        var oldest = nowMs;
        for (var i = 0; i < used; i++) {
            oldest = isObsolete(i, nowMs) ? oldest : Math.min(oldest, starts[i]);
        }
        var elapsedMs = nowMs - oldest;
        var missing = windows.count() - 1 - elapsedMs / windows.sizeMs();
        return Math.max(1, elapsedMs + Math.max(0, missing) * windows.sizeMs());
    }

    private boolean isObsolete(int index, long nowMs) {
        return nowMs - starts[index] >= windows.spanMs();
    }
}

package io.highwater.broker.core.quota;

/// Tokens that come at a steady rate and are kept up to those of a whole span. Who finds at least none missing
/// may take as many as they want and leave a debt; who finds a debt has to wait until it is paid.
///
/// Thread-safety: none.
/// Source: KIP-599.
public final class TokenBucket implements Meter {
    private static final double MS_PER_SECOND = 1_000;

    private final Windows windows;
    private double tokens;
    private long lastMs;
    private boolean isNew = true;

    public TokenBucket(Windows windows) {
        this.windows = windows;
    }

    /// Takes tokens, whether they are there or not.
    ///
    /// @param limit tokens per second
    public void take(double count, double limit, long nowMs) {
        refill(limit, nowMs);
        tokens = Math.min(full(limit), tokens - count);
    }

    /// How long it takes until no token is missing; 0 when none is.
    ///
    /// @param limit tokens per second
    public long throttleMs(double limit, long nowMs) {
        refill(limit, nowMs);
        return tokens >= 0 ? 0 : Math.round(-tokens * MS_PER_SECOND / limit);
    }

    /// A debt is never forgotten: only the limit tells how long it lasts.
    @Override
    public boolean isForgettable(long nowMs) {
        return isNew || (tokens >= 0 && nowMs - lastMs >= windows.spanMs());
    }

    private void refill(double limit, long nowMs) {
        tokens = isNew
                ? full(limit)
                : Math.min(full(limit), tokens + limit * Math.max(0, nowMs - lastMs) / MS_PER_SECOND);
        isNew = false;
        lastMs = nowMs;
    }

    private double full(double limit) {
        return limit * windows.spanMs() / MS_PER_SECOND;
    }
}

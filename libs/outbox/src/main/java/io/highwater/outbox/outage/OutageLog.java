package io.highwater.outbox.outage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line when something we need goes away, one when it is back; nothing for every attempt between.
///
/// Thread-safety: any thread.
public final class OutageLog {
    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);

    private final String what;
    private boolean down;
    private String reason = "";

    /// @param what the thing waited for, with its address: `PostgreSQL at localhost:15432`
    public OutageLog(String what) {
        this.what = what;
    }

    public synchronized void down(String cause) {
        if (!down) {
            down = true;
            LOG.atWarn().addKeyValue("error", cause).log("waiting for {}", what);
        }
    }

    /// As [#down], for reasons that are stable: one more line when the reason is another one.
    public synchronized void because(String why) {
        if (!down || !why.equals(reason)) {
            down = true;
            reason = why;
            LOG.atWarn().log("waiting for {}: {}", what, why);
        }
    }

    public synchronized void up() {
        if (down) {
            down = false;
            reason = "";
            LOG.atInfo().log("{} is back", what);
        }
    }
}

package io.highwater.relay.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an operator sees of one source.
///
/// @param state      HALTED, PROBING, WAITING, STARTING, STREAMING, BACKING_OFF or HALTING
/// @param detail     what is waited for, or why the last engine ended
/// @param lagBytes   write-ahead log not yet confirmed; null while unknown
/// @param lagSeconds age of the oldest row that was read and is not yet acknowledged; 0 when there is none
/// @param waiting    why the batch in hand waits, for the broker or for a topic; null when it does not
/// @param lastError  the last failure, however long ago; null if there was none
/// @param restarts   how many engines ended that nobody had told to
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceStatus(
        String state,
        @Nullable String detail,
        String database,
        String slot,
        @Nullable Long lagBytes,
        long lagSeconds,
        @Nullable String waiting,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt,
        @Nullable Instant lastSentAt,
        long sent,
        long quarantined,
        int restarts) {

    /// Whether rows flow.
    public boolean isStreaming() {
        return state.equals("STREAMING") && waiting == null;
    }
}

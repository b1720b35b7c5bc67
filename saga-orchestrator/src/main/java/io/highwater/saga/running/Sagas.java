package io.highwater.saga.running;

import io.highwater.saga.engine.SagaState;
import io.highwater.saga.engine.TimelineEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The stored sagas. All methods need a transaction; what is locked stays so until its end.
public interface Sagas {
    /// Stores a new saga, unless there is one of its type with its business key.
    ///
    /// @return false when there is one
    boolean add(RunningSaga<?> saga);

    Optional<RunningSaga<?>> lock(UUID sagaId);

    Optional<RunningSaga<?>> lock(String type, String businessKey);

    /// Locks the saga that is due for the longest time, passing over those that others have locked.
    Optional<UUID> lockNextDue(Instant now);

    /// Replaces the state.
    void save(UUID sagaId, SagaState state, Instant now);

    /// Puts off a due saga whose turn failed, by twice as long each time. Its state is left alone.
    void putOff(UUID sagaId, Instant now);

    void append(UUID sagaId, List<TimelineEntry> timeline);
}

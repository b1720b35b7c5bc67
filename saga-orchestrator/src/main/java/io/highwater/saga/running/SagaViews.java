package io.highwater.saga.running;

import io.highwater.saga.engine.SagaState;
import io.highwater.saga.engine.SagaStatus;
import io.highwater.saga.engine.TimelineEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The sagas as operators look at them. Takes no locks.
public interface SagaViews {
    /// Youngest first.
    List<Summary> find(Filter filter);

    Optional<Details> get(UUID sagaId);

    /// How many sagas are in each state that is not final, and how long the oldest of them has been.
    Map<SagaStatus, Load> load();

    /// Which sagas to find; whatever is empty does not restrict.
    ///
    /// @param startedBefore only sagas that started before then
    /// @param after         the last saga of the page before
    record Filter(
            Set<SagaStatus> states,
            Optional<String> businessKey,
            Optional<String> step,
            Optional<Instant> startedBefore,
            Optional<UUID> after,
            int limit) {
        public Filter {
            states = Set.copyOf(states);
        }
    }

    /// One saga in a list.
    ///
    /// @param step the step whose answer is awaited; empty when the saga has ended
    record Summary(
            UUID sagaId,
            String type,
            String businessKey,
            SagaStatus status,
            String step,
            String reason,
            Instant startedAt,
            Instant updatedAt) {}

    /// One saga with its whole history.
    record Details(Summary summary, SagaState state, RunningSaga<?> saga, List<TimelineEntry> timeline) {
        public Details {
            timeline = List.copyOf(timeline);
        }
    }

    /// @param oldest time since the oldest one started
    record Load(long count, Duration oldest) {}
}

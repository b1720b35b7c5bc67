package io.highwater.saga.running.web;

import io.highwater.saga.engine.SagaStatus;
import io.highwater.saga.running.SagaViews;
import io.highwater.saga.running.SagaViews.Filter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Looking at sagas.
@RestController
@RequestMapping("/sagas")
class SagaController {
    private static final int MAX_LIMIT = 500;

    private final SagaViews views;
    private final Clock clock;

    SagaController(SagaViews views, Clock clock) {
        this.views = views;
        this.clock = clock;
    }

    /// @param state     one or more states; all when absent
    /// @param olderThan only sagas that started at least so long ago, `PT5M` or `5m`
    @GetMapping
    SagaPage find(
            @RequestParam(defaultValue = "") Set<SagaStatus> state,
            @RequestParam Optional<String> orderId,
            @RequestParam Optional<String> step,
            @RequestParam Optional<Duration> olderThan,
            @RequestParam Optional<UUID> cursor,
            @RequestParam(defaultValue = "50") int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidRequestException("limit must be from 1 to %d but is %d".formatted(MAX_LIMIT, limit));
        }
        var startedBefore = olderThan.map(this::ago);
        var found = views.find(new Filter(state, orderId, step, startedBefore, cursor, limit + 1));
        return SagaPage.of(found, limit);
    }

    @GetMapping("/{sagaId}")
    SagaResource get(@PathVariable UUID sagaId) {
        return views.get(sagaId).map(SagaResource::of).orElseThrow(() -> new UnknownSagaException(sagaId));
    }

    private Instant ago(Duration age) {
        return clock.instant().minus(age);
    }
}

package io.highwater.saga.running.web;

import io.highwater.outbox.web.Limits;
import io.highwater.outbox.web.RefusedRequestException;
import io.highwater.outbox.web.Texts;
import io.highwater.saga.engine.SagaStatus;
import io.highwater.saga.running.SagaViews;
import io.highwater.saga.running.SagaViews.Filter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;
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
    private static final int MAX_TEXT_CHARS = 128;

    /// A hundred years: far older than any saga, and still a time the database knows.
    private static final Duration OLDEST = Duration.ofDays(36_500);

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
        Limits.valid(limit, MAX_LIMIT);
        orderId.ifPresent(text -> Texts.valid("orderId", text, MAX_TEXT_CHARS));
        step.ifPresent(text -> Texts.valid("step", text, MAX_TEXT_CHARS));
        var startedBefore = olderThan.map(this::ago);
        var found = views.find(new Filter(state, orderId, step, startedBefore, cursor, limit + 1));
        return SagaPage.of(found, limit);
    }

    @GetMapping("/{sagaId}")
    SagaResource get(@PathVariable UUID sagaId) {
        return views.get(sagaId).map(SagaResource::of).orElseThrow(() -> unknown());
    }

    private Instant ago(Duration age) {
        if (age.isNegative() || age.compareTo(OLDEST) > 0) {
            throw new RefusedRequestException("olderThan", "must be from 0s to %dd".formatted(OLDEST.toDays()));
        }
        return clock.instant().minus(age);
    }

    static RefusedRequestException unknown() {
        return new RefusedRequestException(HttpStatus.NOT_FOUND, "sagaId", "names no saga");
    }
}

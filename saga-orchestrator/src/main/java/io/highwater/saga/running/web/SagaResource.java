package io.highwater.saga.running.web;

import io.highwater.saga.engine.SagaStatus;
import io.highwater.saga.engine.StepKind;
import io.highwater.saga.engine.StepStatus;
import io.highwater.saga.engine.TimelineEntry;
import io.highwater.saga.running.SagaViews.Details;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One saga with its steps and its timeline.
///
/// @param awaiting the command whose answer is awaited; absent when the saga has ended
/// @param wakeAt   when it acts by itself; absent while it only waits for others
/// @param traceId  trace of the whole order; empty when it was not traced
record SagaResource(
        UUID sagaId,
        String type,
        String orderId,
        SagaStatus state,
        String reason,
        String detail,
        Instant startedAt,
        Instant updatedAt,
        Instant expiresAt,
        @Nullable Instant wakeAt,
        String traceId,
        @Nullable AwaitingResource awaiting,
        List<StepResource> steps,
        List<TimelineEntry> timeline) {

    /// The awaited command, and how often it was sent.
    record AwaitingResource(String step, String leg, int attempt) {}

    /// One step's kind and progress.
    record StepResource(String name, StepKind kind, StepStatus state) {}

    static SagaResource of(Details details) {
        var summary = details.summary();
        var state = details.state();
        return new SagaResource(
                summary.sagaId(),
                summary.type(),
                summary.businessKey(),
                summary.status(),
                summary.reason(),
                state.failure().detail(),
                state.startedAt(),
                summary.updatedAt(),
                state.expiresAt(),
                state.wakeAt(),
                traceId(details.saga().traceparent()),
                state.awaited()
                        .map(it -> new AwaitingResource(it.step(), it.leg().name(), it.attempt()))
                        .orElse(null),
                steps(details),
                details.timeline());
    }

    private static List<StepResource> steps(Details details) {
        var definition = details.saga().machine().definition();
        return details.state().steps().stream()
                .map(step -> new StepResource(
                        step.name(), definition.step(step.name()).kind(), step.status()))
                .toList();
    }

    /// The second part of `00-<trace id>-<span id>-<flags>`.
    private static String traceId(String traceparent) {
        var parts = traceparent.split("-");
        return parts.length == 4 ? parts[1] : "";
    }
}

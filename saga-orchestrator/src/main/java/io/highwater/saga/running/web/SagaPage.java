package io.highwater.saga.running.web;

import io.highwater.saga.engine.SagaStatus;
import io.highwater.saga.running.SagaViews.Summary;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A page of sagas, youngest first.
///
/// @param nextCursor for the next page; absent on the last one
record SagaPage(List<Item> items, @Nullable String nextCursor) {

    /// One saga of the list.
    record Item(
            UUID sagaId,
            String type,
            String orderId,
            SagaStatus state,
            String step,
            String reason,
            Instant startedAt,
            Instant updatedAt) {
        static Item of(Summary summary) {
            return new Item(
                    summary.sagaId(),
                    summary.type(),
                    summary.businessKey(),
                    summary.status(),
                    summary.step(),
                    summary.reason(),
                    summary.startedAt(),
                    summary.updatedAt());
        }
    }

    /// Of `found`, which holds one saga more than `limit` when there are more pages.
    static SagaPage of(List<Summary> found, int limit) {
        var items = found.stream().limit(limit).map(Item::of).toList();
        var cursor = found.size() > limit ? items.getLast().sagaId().toString() : null;
        return new SagaPage(items, cursor);
    }
}

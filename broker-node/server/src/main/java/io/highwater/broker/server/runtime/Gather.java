package io.highwater.broker.server.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Sends the parts of a request to the shards that own them and collects what comes back.
public final class Gather {
    private Gather() {}

    /// Runs each part on its shard (one task for all parts of a shard) and completes on `home` with the results in the
    /// order of the parts. Fails when one part fails, but not before all have ended: until then they may still
    /// use what the request brought.
    ///
    /// @param owner which shard a part belongs to
    /// @param work  starts a part; runs on its owner and may complete anywhere
    public static <P, T> CompletionStage<List<T>> gather(
            Shard home, List<P> parts, Function<P, Shard> owner, Function<P, CompletionStage<T>> work) {
        var all = new CompletableFuture<List<T>>();
        if (parts.isEmpty()) {
            all.complete(List.of());
            return all;
        }
        var slots = new Slots<T>(home, parts.size(), all);
        for (var byOwner : byOwner(parts, owner)) {
            byOwner.shard().run(() -> byOwner.indexes().forEach(index -> start(slots, index, work, parts.get(index))));
        }
        return all;
    }

    private static <P, T> void start(Slots<T> slots, int index, Function<P, CompletionStage<T>> work, P part) {
        CompletionStage<T> result;
        try {
            result = work.apply(part);
        } catch (RuntimeException e) {
            slots.fail(e);
            return;
        }
        result.whenComplete((value, error) -> {
            if (error == null) {
                slots.put(index, value);
            } else {
                slots.fail(error);
            }
        });
    }

    private record OfShard(Shard shard, List<Integer> indexes) {}

    private static <P> List<OfShard> byOwner(List<P> parts, Function<P, Shard> owner) {
        var groups = new ArrayList<OfShard>();
        for (int index = 0; index < parts.size(); index++) {
            Shard shard = owner.apply(parts.get(index));
            OfShard group = find(groups, shard);
            if (group == null) {
                group = new OfShard(shard, new ArrayList<>());
                groups.add(group);
            }
            group.indexes().add(index);
        }
        return groups;
    }

    private static @Nullable OfShard find(List<OfShard> groups, Shard shard) {
        for (OfShard group : groups) {
            if (group.shard().id() == shard.id()) {
                return group;
            }
        }
        return null;
    }

    /// The results so far. Each slot is written by one thread; the counter publishes them.
    private static final class Slots<T> {
        private final Shard home;
        private final @Nullable Object[] values;
        private final AtomicInteger missing;
        private final AtomicReference<@Nullable Throwable> firstError = new AtomicReference<>();
        private final CompletableFuture<List<T>> all;

        Slots(Shard home, int count, CompletableFuture<List<T>> all) {
            this.home = home;
            this.values = new Object[count];
            this.missing = new AtomicInteger(count);
            this.all = all;
        }

        void put(int index, T value) {
            values[index] = value;
            ended();
        }

        void fail(Throwable error) {
            firstError.compareAndSet(null, error);
            ended();
        }

        private void ended() {
            if (missing.decrementAndGet() == 0) {
                home.run(this::complete);
            }
        }

        private void complete() {
            Throwable error = firstError.get();
            if (error == null) {
                all.complete(list());
            } else {
                all.completeExceptionally(error);
            }
        }

        @SuppressWarnings("unchecked")
        private List<T> list() {
            var list = new ArrayList<T>(values.length);
            for (Object value : values) {
                list.add((T) value);
            }
            return list;
        }
    }
}

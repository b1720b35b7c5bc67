package io.highwater.broker.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GatherTest {
    private final ManualShard shard = new ManualShard();
    private final List<CompletableFuture<String>> parts = List.of(new CompletableFuture<>(), new CompletableFuture<>());

    @Test
    void resultsComeInTheOrderOfTheParts() {
        var all = Gather.gather(shard, List.of(0, 1), _ -> shard, parts::get).toCompletableFuture();

        parts.get(1).complete("second");
        parts.get(0).complete("first");

        assertThat(all).isCompletedWithValue(List.of("first", "second"));
    }

    @Test
    void aFailureIsToldOnlyWhenNoPartIsAtWorkAnyMore() {
        var all = Gather.gather(shard, List.of(0, 1), _ -> shard, parts::get).toCompletableFuture();

        parts.get(0).completeExceptionally(new IllegalStateException("broken"));

        assertThat(all).isNotDone();
        parts.get(1).complete("second");
        assertThat(all).isCompletedExceptionally();
    }
}

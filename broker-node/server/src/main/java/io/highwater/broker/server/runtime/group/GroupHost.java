package io.highwater.broker.server.runtime.group;

import io.highwater.broker.core.group.GroupCoordinator;
import io.highwater.broker.core.group.GroupEffect;
import io.highwater.broker.core.group.GroupRecord;
import io.highwater.broker.core.group.GroupRecordCodec;
import io.highwater.broker.core.group.GroupTimer;
import io.highwater.broker.core.group.RequestContext;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.RecordBatchBuilder;
import io.highwater.broker.protocol.wire.Message;
import io.highwater.broker.server.runtime.Partition;
import io.highwater.broker.server.runtime.Shard;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// One coordinator and what it needs from the world: its partition to append to, the answers it owes, its timers.
///
/// Thread-safety: none; owned by the shard of its partition.
final class GroupHost {
    private final Partition partition;
    private final GroupCoordinator coordinator;
    private final Shard shard;
    private final Map<Long, CompletableFuture<Message>> owed = new HashMap<>();
    private final Map<GroupTimer, Shard.Timer> timers = new HashMap<>();
    private final ArrayDeque<GroupEffect> effects = new ArrayDeque<>();
    private boolean carryingOut;
    private long lastToken;
    private State state = State.LOADING;

    /// Where the coordinator is in its life.
    enum State {
        /// the log is being read
        LOADING,
        /// requests are answered
        ACTIVE,
        /// the log could not be read, or the partition is gone
        RESIGNED
    }

    GroupHost(Partition partition, GroupCoordinator coordinator, Shard shard) {
        this.partition = partition;
        this.coordinator = coordinator;
        this.shard = shard;
    }

    /// What a client has to be told instead of an answer; `NONE` when the coordinator can be asked.
    ErrorCode unavailability() {
        return switch (state) {
            case LOADING -> ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
            case ACTIVE -> ErrorCode.NONE;
            case RESIGNED -> ErrorCode.NOT_COORDINATOR;
        };
    }

    GroupCoordinator coordinator() {
        return coordinator;
    }

    CompletionStage<Message> ask(GroupQuestion question, short version, String clientId, String clientHost) {
        long token = ++lastToken;
        var answer = new CompletableFuture<Message>();
        owed.put(token, answer);
        carryOut(question.ask(coordinator, new RequestContext(token, version, clientId, clientHost), shard.nowMs()));
        return answer;
    }

    void replay(List<GroupRecord> records) {
        if (state == State.LOADING) {
            records.forEach(coordinator::replay);
        }
    }

    void loaded() {
        if (state == State.LOADING) {
            state = State.ACTIVE;
            carryOut(coordinator.onLoaded(shard.nowMs()));
        }
    }

    void resign() {
        if (state != State.RESIGNED) {
            state = State.RESIGNED;
            carryOut(coordinator.onResigned(shard.nowMs()));
            timers.values().forEach(Shard.Timer::cancel);
            timers.clear();
        }
    }

    void topicsDeleted(List<String> topics) {
        if (state == State.ACTIVE) {
            carryOut(coordinator.onTopicsDeleted(topics, shard.nowMs()));
        }
    }

    /// Effects of effects come after those that were there before, so the order of the coordinator's decisions is kept.
    private void carryOut(List<GroupEffect> more) {
        effects.addAll(more);
        if (carryingOut) {
            return;
        }
        carryingOut = true;
        try {
            while (!effects.isEmpty()) {
                carryOut(effects.removeFirst());
            }
        } finally {
            carryingOut = false;
        }
    }

    private void carryOut(GroupEffect effect) {
        switch (effect) {
            case GroupEffect.Append(long appendId, List<GroupRecord> records) -> append(appendId, records);
            case GroupEffect.Reply(long token, Message response) -> {
                CompletableFuture<Message> answer = owed.remove(token);
                if (answer != null) {
                    answer.complete(response);
                }
            }
            case GroupEffect.ScheduleTimer(GroupTimer timer, long atMs) -> schedule(timer, atMs);
            case GroupEffect.CancelTimer(GroupTimer timer) -> cancel(timer);
        }
    }

    private void append(long appendId, List<GroupRecord> records) {
        ByteBuf batch = batch(records);
        partition.appendInternal(batch).whenComplete((outcome, error) -> {
            batch.release();
            appended(appendId, error == null ? outcome.error() : ErrorCode.UNKNOWN_SERVER_ERROR);
        });
    }

    private void appended(long appendId, ErrorCode error) {
        if (state != State.ACTIVE) {
            return;
        }
        carryOut(
                error == ErrorCode.NONE
                        ? coordinator.onAppended(appendId, shard.nowMs())
                        : coordinator.onAppendFailed(appendId, error, shard.nowMs()));
    }

    private ByteBuf batch(List<GroupRecord> records) {
        var builder = new RecordBatchBuilder(Compression.NONE);
        for (GroupRecord record : records) {
            builder.append(shard.nowMs(), GroupRecordCodec.keyBytes(record), GroupRecordCodec.valueBytes(record));
        }
        return builder.build(ByteBufAllocator.DEFAULT);
    }

    private void schedule(GroupTimer timer, long atMs) {
        cancel(timer);
        timers.put(timer, shard.schedule(atMs - shard.nowMs(), () -> {
            timers.remove(timer);
            if (state == State.ACTIVE) {
                carryOut(coordinator.onTimer(timer, shard.nowMs()));
            }
        }));
    }

    private void cancel(GroupTimer timer) {
        Shard.Timer scheduled = timers.remove(timer);
        if (scheduled != null) {
            scheduled.cancel();
        }
    }
}

package io.highwater.broker.core.group;

import io.highwater.broker.core.InvariantViolation;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.wire.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects the effects of one input, in order, and remembers what to do when an append has completed.
final class Outbox {
    /// Continues after an append.
    interface Completion {
        /// `error` is [ErrorCode#NONE], or the reason in the words that the members' clients understand.
        void done(ErrorCode error, long nowMs);
    }

    private final Map<Long, List<Completion>> inFlight = new LinkedHashMap<>();
    private List<GroupEffect> effects = new ArrayList<>();
    private long nextAppendId;

    void add(GroupEffect effect) {
        effects.add(effect);
    }

    void reply(Waiting waiting, Message response) {
        reply(waiting.token(), response);
    }

    void reply(long token, Message response) {
        effects.add(new GroupEffect.Reply(token, response));
    }

    /// Asks for an append and returns its id.
    long append(List<GroupRecord> records, Completion completion) {
        var id = nextAppendId++;
        var completions = new ArrayList<Completion>();
        completions.add(completion);
        inFlight.put(id, completions);
        effects.add(new GroupEffect.Append(id, records));
        return id;
    }

    /// Adds something to do after an append that was just asked for.
    void alsoAfter(long appendId, Completion completion) {
        var completions = inFlight.get(appendId);
        if (completions == null) {
            throw new InvariantViolation("append " + appendId + " is not in flight");
        }
        completions.add(completion);
    }

    /// The host reports how an append went; `error` is the log's.
    void complete(long appendId, ErrorCode error, long nowMs) {
        var completions = inFlight.remove(appendId);
        if (completions == null) {
            throw new InvariantViolation("append " + appendId + " was reported twice or never asked for");
        }
        var translated = forMembers(error);
        for (var completion : completions) {
            completion.done(translated, nowMs);
        }
    }

    /// Fails everything that is in flight.
    void failAll(ErrorCode error, long nowMs) {
        for (var id : List.copyOf(inFlight.keySet())) {
            complete(id, error, nowMs);
        }
    }

    /// Forgets appends whose outcome does not matter any more.
    void forgetAppends() {
        inFlight.clear();
    }

    /// The effects since the last call, in order.
    List<GroupEffect> drain() {
        var drained = effects;
        effects = new ArrayList<>();
        return drained;
    }

    /// Errors of our own log mean to a member only: try again here, look elsewhere, or give up.
    static ErrorCode forMembers(ErrorCode logError) {
        return switch (logError) {
            case UNKNOWN_TOPIC_OR_PARTITION, NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND, REQUEST_TIMED_OUT ->
                ErrorCode.COORDINATOR_NOT_AVAILABLE;
            case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> ErrorCode.NOT_COORDINATOR;
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_FETCH_SIZE -> ErrorCode.UNKNOWN_SERVER_ERROR;
            default -> logError;
        };
    }
}

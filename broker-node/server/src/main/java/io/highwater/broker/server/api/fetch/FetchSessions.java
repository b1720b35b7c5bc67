package io.highwater.broker.server.api.fetch;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.FetchRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The fetch sessions of one shard. A client that comes back on a connection of another shard is told that its session
/// is unknown, and begins a new one; that costs it one full request.
///
/// Thread-safety: none; owned by the shard.
final class FetchSessions {
    private static final int NO_SESSION = 0;
    private static final int FIRST_EPOCH = 0;
    private static final int LAST_EPOCH = -1;
    private static final short FIRST_VERSION_BY_TOPIC_ID = 13;
    /// A session that was not used for this long makes room for a new one.
    private static final long EVICTION_MS = 120_000;

    private final int slots;
    private final Map<Integer, FetchSession> sessions = new HashMap<>();

    FetchSessions(int slots) {
        this.slots = slots;
    }

    /// What one request asks for, session considered.
    ///
    /// @param error   when not `NONE`, the whole request is answered with it
    /// @param session null when the request stands for itself
    /// @param full    whether the response must name every partition
    record Context(ErrorCode error, @Nullable FetchSession session, boolean full, List<FetchTarget> targets) {
        private static Context failed(ErrorCode error) {
            return new Context(error, null, true, List.of());
        }

        int sessionId() {
            return session == null ? NO_SESSION : session.id();
        }
    }

    Context begin(FetchRequest request, short version, long nowMs) {
        boolean byTopicId = version >= FIRST_VERSION_BY_TOPIC_ID;
        int epoch = request.sessionEpoch();
        if (epoch == FIRST_EPOCH || epoch == LAST_EPOCH) {
            sessions.remove(request.sessionId());
            List<FetchTarget> targets = targets(request);
            FetchSession session = epoch == LAST_EPOCH || targets.isEmpty() ? null : open(byTopicId, targets, nowMs);
            return new Context(ErrorCode.NONE, session, true, targets);
        }
        return resume(request, byTopicId, nowMs);
    }

    int size() {
        return sessions.size();
    }

    private Context resume(FetchRequest request, boolean byTopicId, long nowMs) {
        FetchSession session = sessions.get(request.sessionId());
        if (session == null) {
            return Context.failed(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
        }
        if (session.isByTopicId() != byTopicId) {
            return Context.failed(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
        }
        if (!session.advance(request.sessionEpoch(), nowMs)) {
            return Context.failed(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        }
        session.update(targets(request), request.forgottenTopicsData());
        if (session.size() == 0) {
            sessions.remove(session.id());
            return new Context(ErrorCode.NONE, null, true, List.of());
        }
        return new Context(ErrorCode.NONE, session, false, session.targets());
    }

    private @Nullable FetchSession open(boolean byTopicId, List<FetchTarget> targets, long nowMs) {
        if (sessions.size() >= slots && !makeRoom(nowMs)) {
            return null;
        }
        int id = unusedId();
        var session = new FetchSession(id, byTopicId, nowMs);
        session.update(targets, List.of());
        sessions.put(id, session);
        return session;
    }

    private boolean makeRoom(long nowMs) {
        FetchSession oldest = null;
        for (FetchSession session : sessions.values()) {
            if (oldest == null || session.lastUsedMs() < oldest.lastUsedMs()) {
                oldest = session;
            }
        }
        if (oldest == null || nowMs - oldest.lastUsedMs() < EVICTION_MS) {
            return false;
        }
        sessions.remove(oldest.id());
        return true;
    }

    private int unusedId() {
        int id;
        do {
            id = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        } while (sessions.containsKey(id));
        return id;
    }

    private static List<FetchTarget> targets(FetchRequest request) {
        var targets = new ArrayList<FetchTarget>();
        for (FetchRequest.FetchTopic topic : request.topics()) {
            for (FetchRequest.FetchPartition partition : topic.partitions()) {
                targets.add(new FetchTarget(
                        new FetchTarget.Key(topic.topic(), topic.topicId(), partition.partition()),
                        partition.fetchOffset(),
                        partition.partitionMaxBytes(),
                        partition.currentLeaderEpoch(),
                        partition.lastFetchedEpoch()));
            }
        }
        return targets;
    }
}

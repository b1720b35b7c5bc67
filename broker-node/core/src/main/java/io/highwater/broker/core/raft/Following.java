package io.highwater.broker.core.raft;

import io.highwater.broker.protocol.ErrorCode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A follower's side of one epoch: fetches from the leader, one request at a time, and takes over what
/// comes. It asks for more only when what it has is on stable storage, because to ask is to acknowledge.
final class Following {
    private final LocalReplica replica;
    private final int epoch;
    private final int leaderId;
    private final RaftSettings settings;
    private final Consumer<RaftEffect> effects;
    private @Nullable RaftRequest inFlight;
    private @Nullable RaftRequest retry;
    private long notBeforeMs;

    Following(LocalReplica replica, int epoch, int leaderId, RaftSettings settings, Consumer<RaftEffect> effects) {
        this.replica = replica;
        this.epoch = epoch;
        this.leaderId = leaderId;
        this.settings = settings;
        this.effects = effects;
    }

    int leaderId() {
        return leaderId;
    }

    long deadlineMs() {
        return inFlight == null && replica.isFlushed() ? notBeforeMs : Long.MAX_VALUE;
    }

    /// Asks for more when it is time to.
    void proceed(long nowMs) {
        if (nowMs < deadlineMs()) {
            return;
        }
        RaftRequest next = retry != null ? retry : nextFetch();
        retry = null;
        inFlight = next;
        effects.accept(new RaftEffect.Send(leaderId, next));
    }

    private RaftRequest nextFetch() {
        LogPosition end = replica.end();
        return new RaftRequest.Fetch(epoch, replica.key(), end.offset(), end.epoch(), replica.highWatermark());
    }

    /// Whether this is what we wait for: answers to earlier questions come late, or twice.
    boolean isAwaiting(RaftRequest request) {
        return request.equals(inFlight);
    }

    void onUnanswered(RaftRequest request, long nowMs) {
        if (isAwaiting(request)) {
            inFlight = null;
            retry = request instanceof RaftRequest.FetchSnapshot ? request : null;
            notBeforeMs = nowMs + settings.retryBackoffMs();
        }
    }

    /// An answer from the leader of our epoch to what we asked last.
    ///
    /// @return whether the leader has shown that it leads
    boolean onAnswer(RaftResponse response, long nowMs) {
        inFlight = null;
        switch (response) {
            case RaftResponse.Fetched fetched -> onFetched(fetched);
            // The high watermark that comes along is about a history that is not ours yet.
            case RaftResponse.Diverged diverged -> replica.truncateToHistoryOf(diverged.end());
            case RaftResponse.SnapshotFirst first ->
                retry = new RaftRequest.FetchSnapshot(epoch, replica.key(), first.snapshot(), 0);
            case RaftResponse.SnapshotPart part -> onSnapshotPart(part);
            case RaftResponse.Failed(ErrorCode _, int _, var _) -> {
                notBeforeMs = nowMs + settings.retryBackoffMs();
                return false;
            }
            case RaftResponse.Voted _, RaftResponse.Noted _ -> {
                return false;
            }
        }
        return true;
    }

    private void onFetched(RaftResponse.Fetched fetched) {
        if (replica.append(fetched.records())) {
            effects.accept(new RaftEffect.Flush());
        }
        if (replica.commit(fetched.highWatermark())) {
            effects.accept(new RaftEffect.Committed(replica.highWatermark()));
        }
    }

    private void onSnapshotPart(RaftResponse.SnapshotPart part) {
        replica.log().storeSnapshot(part.snapshot(), part.position(), part.bytes());
        long next = part.position() + part.bytes().sizeInBytes();
        if (next < part.size()) {
            retry = new RaftRequest.FetchSnapshot(epoch, replica.key(), part.snapshot(), next);
            return;
        }
        replica.installSnapshot(part.snapshot());
        effects.accept(new RaftEffect.Committed(replica.highWatermark()));
    }
}

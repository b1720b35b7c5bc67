package io.highwater.broker.server.api.fetch;

import io.highwater.broker.protocol.message.FetchRequest;
import io.highwater.broker.protocol.message.FetchResponse;
import java.util.LinkedHashMap;
import java.util.List;

/// What one client reads, and what it was told last. A request names only the partitions that changed, a response only
/// those with news.
///
/// Thread-safety: none; owned by a shard. Source: KIP-227.
final class FetchSession {
    private static final int UNKNOWN = -1;

    private final int id;
    private final boolean byTopicId;
    private final LinkedHashMap<FetchTarget.Key, Entry> entries = new LinkedHashMap<>();
    private int nextEpoch = 1;
    private long lastUsedMs;

    private static final class Entry {
        FetchTarget target;
        long highWatermark = UNKNOWN;
        long logStartOffset = UNKNOWN;

        Entry(FetchTarget target) {
            this.target = target;
        }
    }

    FetchSession(int id, boolean byTopicId, long nowMs) {
        this.id = id;
        this.byTopicId = byTopicId;
        this.lastUsedMs = nowMs;
    }

    int id() {
        return id;
    }

    boolean isByTopicId() {
        return byTopicId;
    }

    int size() {
        return entries.size();
    }

    long lastUsedMs() {
        return lastUsedMs;
    }

    /// Whether this is the request that comes after the last one; counts on when it is.
    boolean advance(int epoch, long nowMs) {
        if (epoch != nextEpoch) {
            return false;
        }
        nextEpoch = nextEpoch == Integer.MAX_VALUE ? 1 : nextEpoch + 1;
        lastUsedMs = nowMs;
        return true;
    }

    /// Takes over what the request changes.
    void update(List<FetchTarget> changed, List<FetchRequest.ForgottenTopic> forgotten) {
        for (FetchTarget target : changed) {
            Entry entry = entries.get(target.key());
            if (entry == null) {
                entries.put(target.key(), new Entry(target));
            } else {
                entry.target = target;
            }
        }
        for (FetchRequest.ForgottenTopic topic : forgotten) {
            for (int partition : topic.partitions()) {
                entries.remove(new FetchTarget.Key(topic.topic(), topic.topicId(), partition));
            }
        }
    }

    /// Everything the client reads, those longest without data first.
    List<FetchTarget> targets() {
        return entries.values().stream().map(entry -> entry.target).toList();
    }

    /// Whether the client needs to hear about this partition; remembers what it is told. Partitions that had data go to
    /// the end of the line, so that a full response does not starve the others.
    boolean isNews(FetchTarget.Key key, FetchResponse.PartitionData data) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return true;
        }
        boolean failed = data.errorCode() != 0;
        boolean hasRecords = data.records() != null && data.records().sizeInBytes() > 0;
        boolean moved = entry.highWatermark != data.highWatermark() || entry.logStartOffset != data.logStartOffset();
        entry.highWatermark = failed ? UNKNOWN : data.highWatermark();
        entry.logStartOffset = failed ? UNKNOWN : data.logStartOffset();
        if (hasRecords) {
            entries.putLast(key, entry);
        }
        return failed || hasRecords || moved;
    }
}

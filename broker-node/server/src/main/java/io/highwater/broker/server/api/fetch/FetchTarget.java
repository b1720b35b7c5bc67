package io.highwater.broker.server.api.fetch;

import io.highwater.broker.protocol.Uuid;

/// What a client wants of one partition.
///
/// @param key         which partition
/// @param offset      of the first record it wants
/// @param maxBytes    how much at most; the first batch may be larger
/// @param leaderEpoch the leader epoch that the client knows; -1 when it does not say
/// @param lastFetchedEpoch epoch of the last record the client has, -1 when it does not say
public record FetchTarget(Key key, long offset, int maxBytes, int leaderEpoch, int lastFetchedEpoch) {

    /// A partition the way the request names it: by topic name up to version 12, by topic id from 13.
    public record Key(String topic, Uuid topicId, int partition) {}
}

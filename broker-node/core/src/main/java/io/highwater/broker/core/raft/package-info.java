/// The quorum that agrees on the metadata log: who leads it, what is committed, who votes.
///
/// Raft with Kafka's pull: followers fetch from the leader, and a fetch acknowledges what came before. Event
/// in, effects out; a seed reproduces every run. Start at [io.highwater.broker.core.raft.Raft].
///
/// Source: KIP-595 (pull-based Raft), KIP-996 (pre-vote), KIP-853 (voters in the log), KIP-630 (snapshots);
/// Ongaro, "Consensus: Bridging Theory and Practice", 2014.
@NullMarked
package io.highwater.broker.core.raft;

import org.jspecify.annotations.NullMarked;

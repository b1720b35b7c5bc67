/// Replication as the leader of a partition sees it: how far every replica has the log, and what follows for readers
/// and for waiting producers. Start at [io.highwater.broker.core.replication.PartitionLeader].
@NullMarked
package io.highwater.broker.core.replication;

import org.jspecify.annotations.NullMarked;

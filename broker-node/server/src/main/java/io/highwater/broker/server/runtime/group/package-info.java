/// Where group coordinators live: each is the pure state machine of one partition of `__consumer_offsets`, on the shard
/// of that partition, with its appends, answers and timers carried out here.
@NullMarked
package io.highwater.broker.server.runtime.group;

import org.jspecify.annotations.NullMarked;

/// The shell around the pure core: shards, the partitions and coordinators that live on them, what waits for what, and
/// the background threads for everything that may block.
@NullMarked
package io.highwater.broker.server.runtime;

import org.jspecify.annotations.NullMarked;

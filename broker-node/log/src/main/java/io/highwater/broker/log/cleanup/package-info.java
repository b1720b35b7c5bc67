/// Which part of a log may go. Decisions only; [io.highwater.broker.log.PartitionLog] acts on them.
@NullMarked
package io.highwater.broker.log.cleanup;

import org.jspecify.annotations.NullMarked;

/// The log of one partition in Kafka's file formats: append, read, look up, flush, truncate, delete.
///
/// Start with [PartitionLog]. Nothing here creates threads, reads a clock or logs: time is an argument, blocking
/// work is returned as a task, and what happened is returned or told to a listener.
@NullMarked
package io.highwater.broker.log;

import org.jspecify.annotations.NullMarked;

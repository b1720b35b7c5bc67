/// Decisions of the broker: event in, effects out.
///
/// Nothing here opens a file or a socket, starts a thread, reads a clock, draws a random number by itself or writes a
/// log line; time is an argument and randomness a generator that the caller hands over. That makes every rule testable
/// in microseconds and the whole broker reproducible from one seed. The sub-packages do not know each other.
@NullMarked
package io.highwater.broker.core;

import org.jspecify.annotations.NullMarked;

/// One segment: a file of record batches, its two indexes, and slices of it on their way to a socket.
@NullMarked
package io.highwater.broker.log.segment;

import org.jspecify.annotations.NullMarked;

/// Record batches, format version 2: the unit that producers send, logs store and consumers fetch. The broker works on
/// the batch in the buffer it came in; single records are looked at only where there is no way around.
@NullMarked
package io.highwater.broker.protocol.record;

import org.jspecify.annotations.NullMarked;

/// Keys and values of the records in `__consumer_offsets`. Generated, one class per specification. A key is preceded by
/// its number and a value by its version, two bytes each, which the caller writes.
@NullMarked
package io.highwater.broker.protocol.coordinator;

import org.jspecify.annotations.NullMarked;

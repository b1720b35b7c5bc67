/// Which leader epoch wrote which part of the log, and the file that remembers it.
@NullMarked
package io.highwater.broker.log.epoch;

import org.jspecify.annotations.NullMarked;

/// A log directory: one entry of `log.dirs` with the partitions in it and the files that speak of all of them.
@NullMarked
package io.highwater.broker.log.directory;

import org.jspecify.annotations.NullMarked;

/// The APIs about positions in a log: by time, by epoch, and the position before which records are deleted.
@NullMarked
package io.highwater.broker.server.api.offset;

import org.jspecify.annotations.NullMarked;

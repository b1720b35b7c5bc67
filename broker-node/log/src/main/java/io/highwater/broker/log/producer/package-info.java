/// What the log knows of its idempotent producers, and the snapshot files that remember it.
@NullMarked
package io.highwater.broker.log.producer;

import org.jspecify.annotations.NullMarked;

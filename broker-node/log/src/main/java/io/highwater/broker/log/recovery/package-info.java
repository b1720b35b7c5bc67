/// From the files that a broker left behind to a log that can be used: what a clean stop saves and a crash costs.
@NullMarked
package io.highwater.broker.log.recovery;

import org.jspecify.annotations.NullMarked;

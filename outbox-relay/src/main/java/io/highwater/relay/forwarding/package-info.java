/// From a change event to an acknowledged record: mapping, sending, quarantine. Knows nothing of how an engine is run.
@NullMarked
package io.highwater.relay.forwarding;

import org.jspecify.annotations.NullMarked;

/// What operators see of the relay and do to it: the actuator endpoint and the health indicator.
@NullMarked
package io.highwater.relay.operations;

import org.jspecify.annotations.NullMarked;

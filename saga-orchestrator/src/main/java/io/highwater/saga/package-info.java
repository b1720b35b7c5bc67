/// The saga orchestrator: carries each order over several services to one of two clean ends.
@NullMarked
package io.highwater.saga;

import org.jspecify.annotations.NullMarked;

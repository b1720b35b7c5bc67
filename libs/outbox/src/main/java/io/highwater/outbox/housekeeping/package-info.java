/// Keeps the outbox and the inbox from growing for ever.
@NullMarked
package io.highwater.outbox.housekeeping;

import org.jspecify.annotations.NullMarked;

/// Wires the starter: having it on the class path is enough.
@NullMarked
package io.highwater.outbox.autoconfigure;

import org.jspecify.annotations.NullMarked;

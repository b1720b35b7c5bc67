/// The primitives that every message is made of, read from and written to Netty buffers.
@NullMarked
package io.highwater.broker.protocol.wire;

import org.jspecify.annotations.NullMarked;

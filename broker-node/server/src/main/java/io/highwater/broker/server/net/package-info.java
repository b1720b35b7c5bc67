/// Sockets: listeners, connections, frames with limits, answers in the order of the requests, file regions without a
/// copy. Knows the dispatcher that answers frames and nothing of what is behind it.
@NullMarked
package io.highwater.broker.server.net;

import org.jspecify.annotations.NullMarked;

package io.highwater.broker.server.api;

import io.highwater.broker.server.runtime.Shard;
import java.net.InetAddress;

/// Who asks: one accepted connection as the handlers see it.
///
/// @param id       unique while the node runs
/// @param shard    owns the connection; answers are written there
/// @param listener name of the listener it came in by
/// @param address  of the client
public record ClientConnection(long id, Shard shard, String listener, InetAddress address) {}

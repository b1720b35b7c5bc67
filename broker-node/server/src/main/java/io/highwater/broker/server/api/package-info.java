/// One handler per API, each with the versions it really serves beside it. Handlers run on the shard of the connection,
/// ask the runtime, and answer; the table of handlers is also what ApiVersions tells the world.
@NullMarked
package io.highwater.broker.server.api;

import org.jspecify.annotations.NullMarked;

/// Fetch, the API with a memory: sessions remember which partitions a client reads, so that a request and its response
/// only carry what changed (KIP-227).
@NullMarked
package io.highwater.broker.server.api.fetch;

import org.jspecify.annotations.NullMarked;

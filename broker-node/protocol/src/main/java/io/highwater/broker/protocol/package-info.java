/// What the words of the Kafka protocol mean here: error codes, ids, API keys. The subpackages turn them into bytes:
/// `wire` (primitives), `message`, `metadata` and `coordinator` (generated from the published specifications) and
/// `record` (record batches).
@NullMarked
package io.highwater.broker.protocol;

import org.jspecify.annotations.NullMarked;

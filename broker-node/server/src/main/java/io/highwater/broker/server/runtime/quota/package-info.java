/// Holds clients to their quotas. What the quotas are is in the metadata; how much was used lately is kept by
/// one shard for each that shares a quota, and by nobody as long as no quota is set.
@NullMarked
package io.highwater.broker.server.runtime.quota;

import org.jspecify.annotations.NullMarked;

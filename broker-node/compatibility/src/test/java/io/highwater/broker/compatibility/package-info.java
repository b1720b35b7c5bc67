/// Clients and tools of others, unmodified, against the packaged broker as a process of its own.
@NullMarked
package io.highwater.broker.compatibility;

import org.jspecify.annotations.NullMarked;

/// One source database: its settings, the Debezium engine that reads it, and the supervisor that keeps an engine
/// running.
@NullMarked
package io.highwater.relay.source;

import org.jspecify.annotations.NullMarked;

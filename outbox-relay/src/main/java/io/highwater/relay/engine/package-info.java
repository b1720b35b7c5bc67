/// What we change about Debezium's PostgreSQL connector: how it waits. Named in the engine's settings, made by it.
@NullMarked
package io.highwater.relay.engine;

import org.jspecify.annotations.NullMarked;

/// The saga engine: a declarative definition over a pure state machine. Event in, new state and commands out; nothing
/// here knows Spring, Kafka, a database or the time of day.
///
/// Start with [SagaDefinition], whose form is a table, then [SagaMachine], whose rules live in [Turn].
@NullMarked
package io.highwater.saga.engine;

import org.jspecify.annotations.NullMarked;

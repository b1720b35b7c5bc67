/// Runs sagas: loads and locks one, lets its machine decide, stores what was decided and hands commands to the outbox,
/// in one transaction. Start with [io.highwater.saga.running.RunSagas].
@NullMarked
package io.highwater.saga.running;

import org.jspecify.annotations.NullMarked;

/// The group coordinator for consumers of the classic protocol: membership, rebalances and committed offsets.
///
/// Start at [io.highwater.broker.core.group.GroupCoordinator]; the states and their diagram are in
/// [io.highwater.broker.core.group.GroupState].
@NullMarked
package io.highwater.broker.core.group;

import org.jspecify.annotations.NullMarked;

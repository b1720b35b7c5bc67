package io.highwater.broker.core.group;

/// Where a classic group stands in its life. A state holds only what that state knows.
///
/// ```
///                first member joins                    everybody joined, or the join deadline passed
///    ┌───────┐ ───────────────────▶ ┌────────────────────┐ ─────────────────▶ ┌─────────────────────┐
///    │ Empty │                      │ PreparingRebalance │                    │ CompletingRebalance │
///    └───────┘ ◀─────────────────── └────────────────────┘ ◀───────────────── └─────────────────────┘
///      │   ▲     nobody joined               ▲               somebody joins,            │
///      │   │                                 │               leaves or times out        │ the leader's
///  del-│   │ tombstones        somebody      │                                          │ assignment
///  eted│   │ not written       joins, leaves │                                          ▼ is written
///      ▼   │                   or times out  │                                     ┌────────┐
///    ┌──────┐                                └──────────────────────────────────── │ Stable │
///    │ Dead │ ── tombstones written ──▶ (forgotten)                                └────────┘
///    └──────┘
/// ```
///
/// `Stable` and `CompletingRebalance` do not fall back to `Empty` at once when the last member leaves: they prepare a
/// rebalance, which completes with nobody and makes a new, empty generation.
sealed interface GroupState {
    /// The name that clients and tools see.
    String displayName();

    /// True in the states from which a rebalance may start.
    default boolean canRebalance() {
        return switch (this) {
            case Empty _, CompletingRebalance _, Stable _ -> true;
            case PreparingRebalance _, Dead _ -> false;
        };
    }

    /// Nobody is in the group; it may still have offsets.
    record Empty() implements GroupState {
        @Override
        public String displayName() {
            return "Empty";
        }
    }

    /// Waiting for members to join.
    sealed interface PreparingRebalance extends GroupState {
        @Override
        default String displayName() {
            return "PreparingRebalance";
        }
    }

    /// The first rebalance of an empty group: waits a little for more members, and longer while they keep coming.
    ///
    /// @param grew        a member came since the delay was last extended
    /// @param delayMs     the delay that is running
    /// @param remainingMs by how much the delay may still be extended in total
    record GatheringMembers(boolean grew, int delayMs, int remainingMs) implements PreparingRebalance {}

    /// Any later rebalance: complete as soon as all known members have joined.
    record AwaitingJoins() implements PreparingRebalance {}

    /// A generation exists; waiting for the leader's assignment to arrive and to be written.
    ///
    /// @param assignmentInFlight the leader's assignment has arrived and is being appended
    record CompletingRebalance(boolean assignmentInFlight) implements GroupState {
        @Override
        public String displayName() {
            return "CompletingRebalance";
        }
    }

    /// Everybody can have the assignment of the current generation.
    record Stable() implements GroupState {
        @Override
        public String displayName() {
            return "Stable";
        }
    }

    /// Being deleted: the tombstones are on their way. Clients are asked to come back later.
    record Dead() implements GroupState {
        @Override
        public String displayName() {
            return "Dead";
        }
    }
}

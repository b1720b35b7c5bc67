package io.highwater.relay.forwarding;

/// Asks the broker whether a topic exists, when a producer cannot tell "no such topic" from "no broker".
@FunctionalInterface
public interface Topics {
    /// Blocks for a few seconds at most.
    Presence lookUp(String topic);

    /// Why the last answer was [Presence#UNREACHABLE], for the person on call.
    default String trouble() {
        return "the broker does not answer";
    }

    /// What the broker says.
    enum Presence {
        PRESENT,
        ABSENT,
        /// No broker answered.
        UNREACHABLE
    }
}

package io.highwater.order.ordering;

/// What came of telling an order to change.
public sealed interface Transition {
    /// It changed: store it, and announce its latest change.
    record Changed(Order order) implements Transition {}

    /// It had changed like this before: announce that change again.
    record Repeated(Order order, Change change) implements Transition {}

    /// It cannot change like this any more, or not yet.
    record Refused(String why) implements Transition {}
}

package io.highwater.broker.protocol.generator;

/// A Java expression over the variable `version`, folded as far as the known versions of a message allow.
record Condition(String expression) {
    static final Condition ALWAYS = new Condition("true");
    static final Condition NEVER = new Condition("false");

    /// True when `version` is in `range`, given that it is in `known`.
    static Condition in(Versions range, Versions known) {
        var both = range.intersect(known);
        if (both.isEmpty()) {
            return NEVER;
        }
        if (both.equals(known)) {
            return ALWAYS;
        }
        if (both.highest() == known.highest()) {
            return new Condition("version >= " + both.lowest());
        }
        if (both.lowest() == known.lowest()) {
            return new Condition("version <= " + both.highest());
        }
        return new Condition("version >= " + both.lowest() + " && version <= " + both.highest());
    }

    boolean always() {
        return equals(ALWAYS);
    }

    boolean never() {
        return equals(NEVER);
    }
}

package io.highwater.broker.protocol.generator;

/// A range of versions; empty when `lowest > highest`.
///
/// @param lowest  inclusive
/// @param highest inclusive; [#OPEN] for all later versions
record Versions(int lowest, int highest) {
    static final int OPEN = Short.MAX_VALUE;
    static final Versions NONE = new Versions(0, -1);

    /// Reads `none`, `3`, `1-4` or `2+`.
    static Versions parse(String text) {
        var trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.equals("none")) {
            return NONE;
        }
        if (trimmed.endsWith("+")) {
            return new Versions(Integer.parseInt(trimmed.substring(0, trimmed.length() - 1)), OPEN);
        }
        var dash = trimmed.indexOf('-');
        if (dash < 0) {
            var only = Integer.parseInt(trimmed);
            return new Versions(only, only);
        }
        return new Versions(
                Integer.parseInt(trimmed.substring(0, dash)), Integer.parseInt(trimmed.substring(dash + 1)));
    }

    boolean isEmpty() {
        return lowest > highest;
    }

    boolean contains(Versions other) {
        return other.isEmpty() || (lowest <= other.lowest && other.highest <= highest);
    }

    Versions intersect(Versions other) {
        var both = new Versions(Math.max(lowest, other.lowest), Math.min(highest, other.highest));
        return both.isEmpty() ? NONE : both;
    }
}

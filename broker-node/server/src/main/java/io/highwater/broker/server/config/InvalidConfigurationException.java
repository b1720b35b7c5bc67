package io.highwater.broker.server.config;

import java.util.List;

/// The node cannot start as it was told to. The message lists every problem at once, each with key, value and what
/// is allowed, so that one look is enough.
public final class InvalidConfigurationException extends RuntimeException {
    private final List<String> problems;

    InvalidConfigurationException(List<String> problems) {
        super("The configuration is not usable:\n  - " + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    /// One sentence per problem.
    public List<String> problems() {
        return problems;
    }
}

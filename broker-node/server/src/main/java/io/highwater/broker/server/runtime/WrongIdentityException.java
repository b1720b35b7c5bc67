package io.highwater.broker.server.runtime;

/// A log directory belongs to another node or cluster than the configuration says. Starting would mix two histories.
public final class WrongIdentityException extends RuntimeException {
    WrongIdentityException(String what, String configured, String found) {
        super("%s is %s in the configuration but %s on disk; use the right folder in log.dirs, or an empty one"
                .formatted(what, configured, found));
    }
}

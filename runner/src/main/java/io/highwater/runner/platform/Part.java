package io.highwater.runner.platform;

import java.util.List;
import java.util.Map;

/// One process of the platform.
///
/// @param name        its name in logs, pid files and options
/// @param kind        infrastructure is started first and stopped last
/// @param command     how to start it; asked for anew for every start
/// @param environment variables for it beside the runner's own
/// @param health      how to find out that it works
/// @param url         what a person opens, or an empty text
record Part(String name, Kind kind, Command command, Map<String, String> environment, Health health, String url) {

    Part {
        environment = Map.copyOf(environment);
    }

    enum Kind {
        INFRASTRUCTURE,
        SERVICE,
        /// Belongs to somebody else.
        EXTERNAL
    }

    /// Prepares what a start needs and says what to execute.
    interface Command {
        List<String> prepare();
    }
}

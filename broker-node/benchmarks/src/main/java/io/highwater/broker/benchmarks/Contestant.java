package io.highwater.broker.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/// A broker that can be started on an empty directory.
interface Contestant {
    String name();

    /// Everything that has to happen before the first start and is not part of it, such as formatting the storage.
    void prepare(Path directory, int port) throws IOException, InterruptedException;

    ProcessBuilder command(Path directory, int port);
}

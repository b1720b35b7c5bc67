package io.highwater.broker.benchmarks;

import io.highwater.testing.kafka.PublishedJars;
import java.nio.file.Path;
import java.util.List;

/// Our broker with the flags of the `highwater` script.
///
/// @param flushMode `group-commit` or `page-cache`
record Highwater(Path jar, String flushMode) implements Contestant {
    @Override
    public String name() {
        return "highwater(" + flushMode + ")";
    }

    @Override
    public void prepare(Path directory, int port) {
        // Storage is prepared by the first start, which is measured with it.
    }

    @Override
    public ProcessBuilder command(Path directory, int port) {
        return new ProcessBuilder(List.of(
                PublishedJars.java(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-XX:TieredStopAtLevel=4",
                "-Xshare:auto",
                "-jar",
                jar.toString(),
                "--override",
                "listeners=PLAINTEXT://127.0.0.1:" + port,
                "--override",
                "highwater.http.port=-1",
                "--override",
                "flush.mode=" + flushMode,
                "--override",
                "log.dirs=" + directory.resolve("data")));
    }
}

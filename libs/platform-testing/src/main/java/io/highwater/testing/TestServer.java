package io.highwater.testing;

/// A server of its own kind for one JVM's tests. It keeps its address and what it stored when it is stopped and
/// started again; it is gone with the JVM at the latest.
public interface TestServer extends AutoCloseable {
    /// Where this JVM reaches it.
    String host();

    int port();

    /// Ends the server as its operator would; clients find nobody at its port.
    void stop();

    /// Starts it at the same port, and returns when it answers.
    void startAgain();

    @Override
    void close();
}

package io.highwater.testing.server;

import io.highwater.testing.TestServer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/// Redis in a container.
public final class RedisContainer {
    private static final int PORT = 6379;

    private RedisContainer() {}

    public static TestServer start(String image) {
        return ContainerServer.start(
                PORT,
                Wait.forSuccessfulCommand("redis-cli ping | grep -q PONG"),
                () -> new GenericContainer<>(image).withCommand("redis-server", "--save", ""));
    }
}

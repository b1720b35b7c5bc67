package io.highwater.testing.server;

import io.highwater.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import redis.embedded.RedisServer;

/// Redis from binaries on the class path.
public final class EmbeddedRedisServer implements TestServer {
    private final int port = FreePort.find();
    private RedisServer redis;

    private EmbeddedRedisServer() {
        redis = launch();
    }

    public static TestServer start() {
        var server = new EmbeddedRedisServer();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    private RedisServer launch() {
        try {
            var server = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .build();
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("could not start Redis", e);
        }
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public synchronized void stop() {
        try {
            redis.stop();
        } catch (IOException e) {
            throw new UncheckedIOException("could not stop Redis", e);
        }
    }

    @Override
    public synchronized void startAgain() {
        redis = launch();
    }

    @Override
    public void close() {
        stop();
    }
}

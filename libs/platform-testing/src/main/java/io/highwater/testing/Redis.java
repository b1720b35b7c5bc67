package io.highwater.testing;

import io.highwater.testing.server.EmbeddedRedisServer;
import io.highwater.testing.server.RedisContainer;
import io.highwater.testing.server.Source;

/// Redis for tests, from a container or from embedded binaries; [Source] chooses. It writes nothing to a disk, so
/// a server that was stopped starts empty.
public final class Redis {
    private Redis() {}

    public static TestServer start() {
        return new Source("Redis", "redis", "redis:8").start(RedisContainer::start, EmbeddedRedisServer::start);
    }
}

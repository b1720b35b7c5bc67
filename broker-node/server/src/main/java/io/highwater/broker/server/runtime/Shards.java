package io.highwater.broker.server.runtime;

import io.highwater.broker.protocol.TopicPartition;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The shards of a node, and which of them owns what.
public final class Shards implements AutoCloseable {
    private static final long QUIET_PERIOD_MS = 0;
    private static final long SHUTDOWN_TIMEOUT_MS = 5_000;

    private final EventLoopGroup group;
    private final boolean nativeTransport;
    private final List<EventLoopShard> shards;

    /// Starts `count` shards on native epoll where there is one, else on NIO.
    public Shards(int count) {
        nativeTransport = Epoll.isAvailable();
        IoHandlerFactory io = nativeTransport ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("shard", true), io);
        var started = new ArrayList<EventLoopShard>();
        for (int id = 0; id < count; id++) {
            started.add(new EventLoopShard(id, group.next()));
        }
        shards = List.copyOf(started);
    }

    /// All shards, by id.
    public List<EventLoopShard> all() {
        return shards;
    }

    /// The loops as a group, for listeners.
    public EventLoopGroup group() {
        return group;
    }

    /// Whether sockets are native epoll sockets.
    public boolean isNativeTransport() {
        return nativeTransport;
    }

    /// The shard that owns a partition and everything that is bound to it.
    public Shard of(TopicPartition partition) {
        int hash = partition.hashCode();
        return shards.get(Math.floorMod(hash ^ (hash >>> 16), shards.size()));
    }

    /// The shard of the controller and other things a node has once.
    public Shard first() {
        return shards.getFirst();
    }

    @Override
    public void close() {
        group.shutdownGracefully(QUIET_PERIOD_MS, SHUTDOWN_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(SHUTDOWN_TIMEOUT_MS);
    }
}

package io.highwater.broker.server.net;

import io.highwater.broker.server.api.ClientConnection;
import io.highwater.broker.server.api.Dispatcher;
import io.highwater.broker.server.config.BrokerConfig;
import io.highwater.broker.server.config.Endpoint;
import io.highwater.broker.server.config.Settings;
import io.highwater.broker.server.metrics.NetworkMetrics;
import io.highwater.broker.server.runtime.EventLoopShard;
import io.highwater.broker.server.runtime.Shards;
import io.highwater.broker.server.runtime.quota.ConnectionRates;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listening sockets of a node. Accepted connections are dealt to the shards in turn.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells failures of a channel to the channel itself
public final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    /// Above the high mark a connection is not read until its client has taken what is below the low mark.
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    private final BrokerConfig config;
    private final Shards shards;
    private final Dispatcher dispatcher;
    private final NetworkMetrics metrics;
    private final ConnectionLimits limits;
    private final ConnectionRates rates;
    private final ConnectionSettings settings;
    private final AtomicLong ids = new AtomicLong();
    private final List<Channel> listening = new ArrayList<>();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /// @param rates                    how many connections may come at a time from one address
    /// @param maxConnections           how many connections may be open at a time, asked for each new one
    /// @param maxConnectionsPerAddress how many of them may come from one address
    public Listeners(
            BrokerConfig config,
            Shards shards,
            Dispatcher dispatcher,
            NetworkMetrics metrics,
            ConnectionRates rates,
            LongSupplier maxConnections,
            LongSupplier maxConnectionsPerAddress) {
        this.rates = rates;
        this.config = config;
        this.shards = shards;
        this.dispatcher = dispatcher;
        this.metrics = metrics;
        this.limits = new ConnectionLimits(maxConnections, maxConnectionsPerAddress);
        this.settings = ConnectionSettings.of(config);
    }

    /// Binds one listener and answers where it really is; connections wait until [#open].
    ///
    /// @throws PortUnavailableException when somebody else has the port or the address is not ours
    public Endpoint bind(Endpoint endpoint) {
        InetSocketAddress address = endpoint.host().isEmpty()
                ? new InetSocketAddress(endpoint.port())
                : new InetSocketAddress(endpoint.host(), endpoint.port());
        ChannelFuture bound = bootstrap(endpoint.listener()).bind(address).awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            throw new PortUnavailableException(endpoint, failure);
        }
        listening.add(bound.channel());
        return endpoint.withPort(
                ((ServerSocketChannel) bound.channel()).localAddress().getPort());
    }

    /// Begins to accept connections.
    public void open() {
        listening.forEach(channel -> channel.config().setAutoRead(true));
    }

    /// How many clients are connected.
    public int connectionCount() {
        return limits.open();
    }

    /// Closes the listening sockets, then the connections.
    @Override
    public void close() {
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        connections.close().awaitUninterruptibly();
    }

    private ServerBootstrap bootstrap(String listener) {
        var bootstrap = new ServerBootstrap()
                .group(shards.group())
                .channel(shards.isNativeTransport() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_BACKLOG, config.get(Settings.LISTEN_BACKLOG))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .childOption(ChannelOption.MESSAGE_SIZE_ESTIMATOR, FileRegions.ESTIMATOR)
                .childHandler(new Acceptance(listener));
        if (config.get(Settings.SEND_BUFFER_BYTES) > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, config.get(Settings.SEND_BUFFER_BYTES));
        }
        if (config.get(Settings.RECEIVE_BUFFER_BYTES) > 0) {
            bootstrap.childOption(ChannelOption.SO_RCVBUF, config.get(Settings.RECEIVE_BUFFER_BYTES));
        }
        return bootstrap;
    }

    /// What happens to a new connection: it is counted, or closed when there are too many.
    private final class Acceptance extends ChannelInitializer<Channel> {
        private final String listener;

        Acceptance(String listener) {
            this.listener = listener;
        }

        @Override
        protected void initChannel(Channel channel) {
            InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
            if (!limits.tryOpen(address)) {
                metrics.rejected();
                LOG.atWarn()
                        .addKeyValue("connection", address.getHostAddress())
                        .log("connection closed: too many connections");
                channel.close();
                return;
            }
            connections.add(channel);
            long delayMs = rates.delayMs(address);
            if (delayMs > 0) {
                refuseLater(channel, address, delayMs);
                return;
            }
            var client = new ClientConnection(ids.incrementAndGet(), shardOf(channel), listener, address);
            var frames = new FrameCutter(settings.maxRequestBytes(), channel.alloc());
            channel.pipeline()
                    .addLast(
                            new Connection(client, dispatcher, settings, metrics, frames, () -> limits.close(address)));
        }

        /// Closed at once, a client that is in a hurry would be back at once.
        private void refuseLater(Channel channel, InetAddress address, long delayMs) {
            metrics.rejected();
            channel.config().setAutoRead(false);
            channel.closeFuture().addListener(_ -> limits.close(address));
            channel.eventLoop().schedule(() -> channel.close(), delayMs, TimeUnit.MILLISECONDS);
        }

        private EventLoopShard shardOf(Channel channel) {
            for (EventLoopShard shard : shards.all()) {
                if (shard.loop().equals(channel.eventLoop())) {
                    return shard;
                }
            }
            throw new IllegalStateException("a connection outside of the shards");
        }
    }
}

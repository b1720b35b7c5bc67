package io.highwater.broker.server.net;

import io.highwater.broker.log.segment.FileRecords;
import io.highwater.broker.server.api.ClientConnection;
import io.highwater.broker.server.api.Dispatcher;
import io.highwater.broker.server.api.RefusedRequestException;
import io.highwater.broker.server.api.Reply;
import io.highwater.broker.server.metrics.NetworkMetrics;
import io.highwater.broker.server.runtime.Shard;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client: cuts what it sends into requests, works on several of them at a time, and answers in the order
/// in which they came. Reading stops while too many requests are in flight or the client does not take its
/// answers, so a slow client costs the memory of its limits and no more; and for a while after the client
/// exceeded a quota.
///
/// Thread-safety: none; owned by the event loop of its channel.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells failures of a channel to the channel itself
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final ClientConnection client;
    private final Dispatcher dispatcher;
    private final ConnectionSettings settings;
    private final NetworkMetrics metrics;
    private final FrameCutter frames;
    private final ArrayDeque<Exchange> inOrder = new ArrayDeque<>();
    private final Runnable onClose;
    private boolean serving;
    private boolean closed;
    private long lastActiveMs;
    private Shard.@Nullable Timer idleTimer;
    /// While it is set the client is not listened to, because it exceeded a quota.
    private Shard.@Nullable Timer muteTimer;

    private long mutedUntilNs;

    Connection(
            ClientConnection client,
            Dispatcher dispatcher,
            ConnectionSettings settings,
            NetworkMetrics metrics,
            FrameCutter frames,
            Runnable onClose) {
        this.client = client;
        this.dispatcher = dispatcher;
        this.settings = settings;
        this.metrics = metrics;
        this.frames = frames;
        this.onClose = onClose;
    }

    /// A request and, sooner or later, its reply.
    private static final class Exchange {
        final ByteBuf frame;

        @Nullable
        Reply reply;

        Exchange(ByteBuf frame) {
            this.frame = frame;
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        lastActiveMs = client.shard().nowMs();
        watchIdleness(context, settings.maxIdleMs());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        if (closed) {
            bytes.release();
            return;
        }
        lastActiveMs = client.shard().nowMs();
        metrics.received(bytes.readableBytes());
        frames.add(bytes);
        serve(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!serving) {
            serve(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closed) {
            closed = true;
            dropWaiting();
        }
        if (idleTimer != null) {
            idleTimer.cancel();
        }
        if (muteTimer != null) {
            muteTimer.cancel();
        }
        onClose.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.atDebug().addKeyValue("connection", client).log("connection lost: {}", cause.getMessage());
        } else {
            LOG.atError().addKeyValue("connection", client).setCause(cause).log("connection failed");
        }
        context.close();
    }

    private void serve(ChannelHandlerContext context) {
        serving = true;
        try {
            while (!closed && mayServe(context) && frames.hasNext()) {
                serveOne(context, frames.next());
            }
        } catch (FrameViolationException | RefusedRequestException e) {
            refuse(context, e);
        } finally {
            serving = false;
        }
        if (!closed) {
            context.flush();
            context.channel().config().setAutoRead(mayServe(context));
        }
    }

    private boolean mayServe(ChannelHandlerContext context) {
        return muteTimer == null
                && inOrder.size() < settings.maxRequestsInFlight()
                && context.channel().isWritable();
    }

    private void serveOne(ChannelHandlerContext context, ByteBuf frame) {
        var exchange = new Exchange(frame);
        CompletionStage<Reply> reply;
        try {
            reply = dispatcher.dispatch(client, frame);
        } catch (RuntimeException e) {
            frame.release();
            throw e;
        }
        inOrder.addLast(exchange);
        reply.whenComplete((value, error) -> client.shard().run(() -> complete(context, exchange, value, error)));
    }

    private void complete(
            ChannelHandlerContext context, Exchange exchange, @Nullable Reply reply, @Nullable Throwable error) {
        exchange.frame.release();
        if (reply == null) {
            giveUp(context, error);
            return;
        }
        if (closed) {
            release(reply);
            return;
        }
        exchange.reply = reply;
        writeWhatIsReady(context);
        if (!serving && !closed) {
            serve(context);
        }
    }

    private void writeWhatIsReady(ChannelHandlerContext context) {
        Reply reply = nextReply();
        while (reply != null) {
            inOrder.removeFirst();
            write(context, reply);
            mute(context, reply.throttleMs());
            reply = nextReply();
        }
    }

    /// Null while the oldest request has no reply yet.
    private @Nullable Reply nextReply() {
        Exchange head = inOrder.peekFirst();
        return head == null ? null : head.reply;
    }

    private void write(ChannelHandlerContext context, Reply reply) {
        for (Object part : reply.parts()) {
            switch (part) {
                case ByteBuf buffer -> {
                    metrics.sent(buffer.readableBytes());
                    context.write(buffer, context.voidPromise());
                }
                case FileRecords records -> {
                    metrics.sentZeroCopy(records.sizeInBytes());
                    context.write(FileRegions.of(records), context.voidPromise());
                }
                default -> throw new IllegalStateException("cannot send a " + part.getClass());
            }
        }
    }

    /// The answer is on its way; what the client sends from now on waits. Several throttled answers do not add
    /// up.
    private void mute(ChannelHandlerContext context, int throttleMs) {
        long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(throttleMs);
        if (throttleMs == 0 || (muteTimer != null && untilNs - mutedUntilNs <= 0)) {
            return;
        }
        if (muteTimer != null) {
            muteTimer.cancel();
        }
        mutedUntilNs = untilNs;
        muteTimer = client.shard().schedule(throttleMs, () -> {
            muteTimer = null;
            lastActiveMs = client.shard().nowMs();
            if (!closed) {
                serve(context);
            }
        });
    }

    private void giveUp(ChannelHandlerContext context, @Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof RefusedRequestException refused) {
            refuse(context, refused);
        } else {
            LOG.atError().addKeyValue("connection", client).setCause(cause).log("a request failed");
            close(context);
        }
    }

    private void refuse(ChannelHandlerContext context, Exception reason) {
        metrics.refused();
        LOG.atWarn()
                .addKeyValue("connection", client.address().getHostAddress())
                .addKeyValue("listener", client.listener())
                .log("connection closed: {}", reason.getMessage());
        close(context);
    }

    /// Answers that are already written still go out; everything else is dropped.
    private void close(ChannelHandlerContext context) {
        if (!closed) {
            closed = true;
            dropWaiting();
            context.flush();
            context.close();
        }
    }

    /// What was read and not worked on, and answers that stand behind one that will never come.
    private void dropWaiting() {
        frames.close();
        for (Exchange exchange : inOrder) {
            if (exchange.reply != null) {
                release(exchange.reply);
            }
        }
        inOrder.clear();
    }

    private static void release(Reply reply) {
        for (Object part : reply.parts()) {
            switch (part) {
                case ByteBuf buffer -> buffer.release();
                case FileRecords records -> records.release();
                default -> throw new IllegalStateException("cannot release a " + part.getClass());
            }
        }
    }

    private void watchIdleness(ChannelHandlerContext context, long delayMs) {
        if (delayMs < 0) {
            return;
        }
        idleTimer = client.shard().schedule(delayMs, () -> {
            long silentMs = client.shard().nowMs() - lastActiveMs;
            if (closed || !context.channel().isActive()) {
                return;
            }
            if (silentMs >= settings.maxIdleMs() && inOrder.isEmpty() && muteTimer == null) {
                LOG.atDebug().addKeyValue("connection", client).log("closed an idle connection");
                close(context);
            } else {
                watchIdleness(context, Math.max(1, settings.maxIdleMs() - silentMs));
            }
        });
    }
}

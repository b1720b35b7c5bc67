package io.highwater.broker.server.api;

import io.highwater.broker.log.segment.FileRecords;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.RequestHeader;
import io.highwater.broker.protocol.message.ResponseHeader;
import io.highwater.broker.protocol.wire.BufferRecords;
import io.highwater.broker.protocol.wire.MalformedMessageException;
import io.highwater.broker.protocol.wire.Message;
import io.highwater.broker.protocol.wire.MessageReader;
import io.highwater.broker.protocol.wire.MessageWriter;
import io.highwater.broker.server.metrics.RequestMetrics;
import io.highwater.broker.server.runtime.quota.ClientQuotas;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Turns a frame into a call of its handler, and the handler's response into bytes.
public final class RequestDispatcher implements Dispatcher {
    private static final int API_KEY_AT = 0;
    private static final int VERSION_AT = 2;
    private static final int CORRELATION_ID_AT = 4;
    private static final int SIZE_BYTES = 4;
    private static final int INITIAL_RESPONSE_BYTES = 256;

    private final Handlers handlers;
    private final ApiVersionsHandler apiVersions;
    private final RequestMetrics metrics;
    private final Throttle throttle;

    public RequestDispatcher(
            Handlers handlers, ApiVersionsHandler apiVersions, RequestMetrics metrics, ClientQuotas quotas) {
        this.handlers = handlers;
        this.apiVersions = apiVersions;
        this.metrics = metrics;
        this.throttle = new Throttle(quotas);
    }

    @Override
    public CompletionStage<Reply> dispatch(ClientConnection connection, ByteBuf frame) {
        short key = frame.getShort(frame.readerIndex() + API_KEY_AT);
        short version = frame.getShort(frame.readerIndex() + VERSION_AT);
        Handler<?, ?> handler = handlers.find(key);
        if (handler == null) {
            throw new RefusedRequestException("the client asks for API %d, which is not served".formatted(key));
        }
        if (!handler.api().serves(version)) {
            if (handler.api().key() == ApiKey.API_VERSIONS) {
                return CompletableFuture.completedFuture(unsupportedApiVersions(frame));
            }
            throw new RefusedRequestException("the client asks for version %d of %s, which is not served"
                    .formatted(version, handler.api().key()));
        }
        return call(handler, connection, version, frame);
    }

    private <Q extends Message, R extends Message> CompletionStage<Reply> call(
            Handler<Q, R> handler, ClientConnection connection, short version, ByteBuf frame) {
        long startNs = System.nanoTime();
        int frameBytes = frame.readableBytes();
        ApiKey key = handler.api().key();
        RequestHeader header;
        Q request;
        try {
            var reader = new MessageReader(frame);
            header = RequestHeader.read(reader, key.requestHeaderVersion(version));
            request = handler.api().reader().read(reader, version);
        } catch (MalformedMessageException e) {
            throw new RefusedRequestException("a malformed %s request: %s".formatted(key, e.getMessage()), e);
        }
        String clientId = header.clientId();
        var call = new Call(connection, key, version, clientId == null ? "" : clientId, metrics);
        boolean answered = handler.expectsResponse(request);
        var reply = new CompletableFuture<Reply>();
        CompletionStage<R> response = handler.handle(call, request);
        long workedNanos = System.nanoTime() - startNs;
        response.whenComplete((answer, error) -> connection.shard().run(() -> {
            metrics.answered(key.apiName(), System.nanoTime() - startNs);
            if (answer == null || !throttle.isNeeded()) {
                finish(reply, answered, key, version, header.correlationId(), answer, error, 0);
                return;
            }
            throttle.judge(
                    call,
                    frameBytes,
                    workedNanos,
                    answered,
                    answer,
                    throttleMs ->
                            finish(reply, answered, key, version, header.correlationId(), answer, error, throttleMs));
        }));
        return reply;
    }

    private static void finish(
            CompletableFuture<Reply> reply,
            boolean answered,
            ApiKey key,
            short version,
            int correlationId,
            @Nullable Message response,
            @Nullable Throwable error,
            int throttleMs) {
        if (response == null) {
            reply.completeExceptionally(error == null ? new IllegalStateException("no response to " + key) : error);
            return;
        }
        try {
            reply.complete(
                    answered
                            ? encode(response, version, key.responseHeaderVersion(version), correlationId, throttleMs)
                            : silence(throttleMs));
        } catch (RuntimeException e) {
            reply.completeExceptionally(e);
        }
    }

    /// Clients that are newer than we are ask in a version that we cannot know; they understand version 0.
    private Reply unsupportedApiVersions(ByteBuf frame) {
        int correlationId = frame.getInt(frame.readerIndex() + CORRELATION_ID_AT);
        return encode(apiVersions.unsupportedVersion(), (short) 0, (short) 0, correlationId, 0);
    }

    private static Reply silence(int throttleMs) {
        return throttleMs == 0 ? Reply.NONE : new Reply(List.of(), throttleMs);
    }

    private static Reply encode(
            Message response, short version, short headerVersion, int correlationId, int throttleMs) {
        var writer = new MessageWriter(ByteBufAllocator.DEFAULT.buffer(INITIAL_RESPONSE_BYTES));
        try {
            writer.writeInt(0);
            new ResponseHeader().correlationId(correlationId).write(writer, headerVersion);
            response.write(writer, version);
            writer.setInt(0, writer.size() - SIZE_BYTES);
        } catch (RuntimeException e) {
            writer.release();
            throw e;
        }
        return new Reply(sendable(writer.parts()), throttleMs);
    }

    private static List<Object> sendable(List<Object> parts) {
        var sendable = new ArrayList<>(parts.size());
        for (Object part : parts) {
            switch (part) {
                case ByteBuf buffer -> sendable.add(buffer);
                case FileRecords records -> sendable.add(records);
                case BufferRecords records -> sendable.add(records.buffer());
                default -> throw new IllegalStateException("cannot send a " + part.getClass());
            }
        }
        return sendable;
    }
}

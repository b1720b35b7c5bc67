package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.MetadataRequest;
import io.highwater.broker.protocol.message.RequestHeader;
import io.highwater.broker.protocol.wire.BufferRecords;
import io.highwater.broker.protocol.wire.Message;
import io.highwater.broker.protocol.wire.MessageReader;
import io.highwater.broker.protocol.wire.MessageWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/// A socket and nothing that would protect the broker from it.
final class RawClient implements AutoCloseable {
    final Socket socket;
    final DataInputStream input;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        input = new DataInputStream(socket.getInputStream());
    }

    void write(ByteBuf bytes) throws IOException {
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.readBytes(copy);
        socket.getOutputStream().write(copy);
        socket.getOutputStream().flush();
    }

    void sendUnchecked(int number) {
        try {
            send(ApiKey.METADATA, (short) 9, number, new MetadataRequest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(ApiKey key, short version, int correlationId, Message request) throws IOException {
        var writer = new MessageWriter(Unpooled.buffer());
        writer.writeInt(0);
        short bodyVersion = version > key.maxVersion() ? key.maxVersion() : version;
        new RequestHeader()
                .requestApiKey(key.id())
                .requestApiVersion(version)
                .correlationId(correlationId)
                .clientId("hostile")
                .write(writer, key.requestHeaderVersion(version));
        request.write(writer, bodyVersion);
        writer.setInt(0, writer.size() - 4);
        for (Object part : writer.parts()) {
            write(part instanceof BufferRecords(ByteBuf records) ? records : (ByteBuf) part);
        }
    }

    MessageReader receive(int correlationId, short headerVersion) throws IOException {
        byte[] frame = new byte[input.readInt()];
        input.readFully(frame);
        var reader = new MessageReader(Unpooled.wrappedBuffer(frame));
        assertThat(reader.readInt()).isEqualTo(correlationId);
        if (headerVersion > 0) {
            reader.skipTaggedFields();
        }
        return reader;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

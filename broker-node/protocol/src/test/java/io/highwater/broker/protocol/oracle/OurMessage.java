package io.highwater.broker.protocol.oracle;

import io.highwater.broker.protocol.wire.BufferRecords;
import io.highwater.broker.protocol.wire.Message;
import io.highwater.broker.protocol.wire.MessageReader;
import io.highwater.broker.protocol.wire.MessageWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.reflect.InvocationTargetException;

/// Reads and writes with our generated classes.
final class OurMessage {
    private OurMessage() {}

    static Message create(Class<? extends Message> type) throws ReflectiveOperationException {
        return type.getConstructor().newInstance();
    }

    static Message read(Class<? extends Message> type, ByteBuf bytes, short version)
            throws ReflectiveOperationException {
        try {
            return (Message) type.getMethod("read", MessageReader.class, short.class)
                    .invoke(null, new MessageReader(bytes), version);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    static byte[] write(Message message, short version) {
        var writer = new MessageWriter(Unpooled.buffer());
        message.write(writer, version);
        var size = writer.size();
        var whole = Unpooled.buffer();
        for (var part : writer.parts()) {
            var bytes = part instanceof BufferRecords(var buffer) ? buffer : (ByteBuf) part;
            whole.writeBytes(bytes.duplicate());
        }
        if (size != whole.readableBytes()) {
            throw new AssertionError("The writer counted " + size + " bytes but wrote " + whole.readableBytes());
        }
        return ByteBufUtil.getBytes(whole);
    }
}

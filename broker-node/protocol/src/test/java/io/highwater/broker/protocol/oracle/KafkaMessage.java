package io.highwater.broker.protocol.oracle;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.types.Schema;

/// Reads and writes with Kafka's own classes.
final class KafkaMessage {
    private KafkaMessage() {}

    static Schema schema(Class<?> type, short version) throws ReflectiveOperationException {
        return ((Schema[]) type.getField("SCHEMAS").get(null))[version];
    }

    static Message read(Class<?> type, byte[] bytes, short version) throws ReflectiveOperationException {
        var message = (Message) type.getConstructor().newInstance();
        var buffer = ByteBuffer.wrap(bytes);
        message.read(new ByteBufferAccessor(buffer), version);
        if (buffer.hasRemaining()) {
            throw new AssertionError(buffer.remaining() + " bytes are left after " + message);
        }
        refuseUnknownFields(message);
        return message;
    }

    static byte[] write(Message message, short version) {
        var cache = new ObjectSerializationCache();
        var buffer = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(buffer), cache, version);
        return buffer.array();
    }

    /// Kafka keeps tagged fields that it does not know and would write them again: a wrong tag of ours must not pass as
    /// one of those.
    private static void refuseUnknownFields(Object message) throws ReflectiveOperationException {
        for (Field field : message.getClass().getDeclaredFields()) {
            if (java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
                continue;
            }
            field.setAccessible(true);
            var value = field.get(message);
            if (field.getName().equals("_unknownTaggedFields")) {
                if (value != null) {
                    throw new AssertionError("Kafka does not know " + value + " of " + message);
                }
            } else if (value instanceof Message nested) {
                refuseUnknownFields(nested);
            } else if (value instanceof Collection<?> nested) {
                for (var element : nested) {
                    if (element instanceof Message) {
                        refuseUnknownFields(element);
                    }
                }
            }
        }
    }
}

package io.highwater.broker.protocol.oracle;

import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.wire.BufferRecords;
import io.highwater.broker.protocol.wire.Records;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;

/// Fills our messages with random values wherever Kafka's schema of a version has a field: the schema, not our
/// generator, says what must be possible.
final class RandomMessage {
    private static final String[] TEXTS = {"", "a", "orders", "größe", "トピック", "💧 high water", "x".repeat(200)};

    private final RandomGenerator random;

    RandomMessage(RandomGenerator random) {
        this.random = random;
    }

    <T> T fill(T message, Schema schema) throws ReflectiveOperationException {
        var fields = fieldsOf(schema);
        var filled = 0;
        for (var setter : message.getClass().getMethods()) {
            if (isSetter(setter)) {
                var field = fields.remove(normalized(setter.getName()));
                if (field != null) {
                    set(message, setter, field);
                    filled++;
                }
            }
        }
        if (!fields.isEmpty()) {
            throw new AssertionError(message.getClass() + " lacks " + fields.keySet() + " and has " + filled);
        }
        return message;
    }

    static boolean isSetter(Method method) {
        return method.getParameterCount() == 1 && method.getReturnType() == method.getDeclaringClass();
    }

    /// Kafka's schemas write `throttle_time_ms` where we write `throttleTimeMs`.
    static String normalized(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    static Map<String, Field> fieldsOf(Schema schema) {
        var fields = new HashMap<String, Field>();
        for (var bound : schema.fields()) {
            if (bound.def.type instanceof TaggedFields tagged) {
                tagged.fields().values().forEach(field -> fields.put(normalized(field.name), field));
            } else {
                fields.put(normalized(bound.def.name), bound.def);
            }
        }
        return fields;
    }

    private void set(Object message, Method setter, Field field) throws ReflectiveOperationException {
        var type = setter.getGenericParameterTypes()[0];
        if (field.type.isNullable() && random.nextInt(4) == 0) {
            setter.invoke(message, new Object[] {null});
        } else if (type instanceof ParameterizedType list) {
            var values = new ArrayList<>();
            var element = (Class<?>) list.getActualTypeArguments()[0];
            for (var i = random.nextInt(4); i > 0; i--) {
                values.add(value(element, field.type.arrayElementType().orElseThrow()));
            }
            setter.invoke(message, values);
        } else {
            setter.invoke(message, value((Class<?>) type, field.type));
        }
    }

    Object value(Class<?> java, Type kafka) throws ReflectiveOperationException {
        if (java == boolean.class || java == Boolean.class) {
            return random.nextBoolean();
        } else if (java == byte.class || java == Byte.class) {
            return (byte) random.nextInt();
        } else if (java == short.class || java == Short.class) {
            return (short) random.nextInt();
        } else if (java == int.class || java == Integer.class) {
            return kafka == Type.UINT16 ? random.nextInt(0x10000) : random.nextInt();
        } else if (java == long.class || java == Long.class) {
            return kafka == Type.UNSIGNED_INT32 ? random.nextLong(0x1_0000_0000L) : random.nextLong();
        } else if (java == double.class) {
            return random.nextDouble();
        } else if (java == String.class) {
            return TEXTS[random.nextInt(TEXTS.length)];
        } else if (java == Uuid.class) {
            return new Uuid(random.nextLong(), random.nextLong());
        } else if (java == byte[].class) {
            return bytes();
        } else if (java == Records.class) {
            return new BufferRecords(Unpooled.wrappedBuffer(bytes()));
        }
        return fill(java.getConstructor().newInstance(), (Schema) kafka);
    }

    private byte[] bytes() {
        var bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }
}

package io.highwater.broker.protocol.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.wire.Message;
import io.highwater.broker.protocol.wire.UnsupportedFieldException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.types.Type;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A field that a version does not have is refused or dropped exactly where Kafka does the same.
class AbsentFieldTest {
    static List<MessageClasses> messages() {
        return MessageClasses.all();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void absentFieldsAreRefusedWhereKafkaRefusesThem(MessageClasses message) throws ReflectiveOperationException {
        for (var version = message.lowestVersion(); version <= message.highestVersion(); version++) {
            var present = RandomMessage.fieldsOf(KafkaMessage.schema(message.kafkas(), version));
            for (var setter : message.ours().getMethods()) {
                if (RandomMessage.isSetter(setter)
                        && isSimple(setter.getParameterTypes()[0])
                        && !present.containsKey(RandomMessage.normalized(setter.getName()))) {
                    compare(message, setter, version);
                }
            }
        }
    }

    private static void compare(MessageClasses message, Method setter, short version)
            throws ReflectiveOperationException {
        var type = setter.getParameterTypes()[0];
        var value = new RandomMessage(new Random(1)).value(type, Type.INT32);
        var ours = OurMessage.create(message.ours());
        setter.invoke(ours, value);
        var kafkas = message.kafkas().getConstructor().newInstance();
        message.kafkas()
                .getMethod(
                        "set" + Character.toUpperCase(setter.getName().charAt(0))
                                + setter.getName().substring(1),
                        type)
                .invoke(kafkas, value);

        assertThat(refuses(ours, version))
                .as("%s.%s v%d", message, setter.getName(), version)
                .isEqualTo(kafkaRefuses((org.apache.kafka.common.protocol.Message) kafkas, version));
    }

    private static boolean isSimple(Class<?> type) {
        return type.isPrimitive() || type == String.class;
    }

    private static boolean refuses(Message message, short version) {
        try {
            OurMessage.write(message, version);
            return false;
        } catch (UnsupportedFieldException _) {
            return true;
        }
    }

    private static boolean kafkaRefuses(org.apache.kafka.common.protocol.Message message, short version) {
        try {
            KafkaMessage.write(message, version);
            return false;
        } catch (UnsupportedVersionException _) {
            return true;
        }
    }
}

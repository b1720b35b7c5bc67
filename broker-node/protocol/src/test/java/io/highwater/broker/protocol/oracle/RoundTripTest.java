package io.highwater.broker.protocol.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ApiMessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every message in every version, with random values: our bytes are Kafka's bytes, and each side reads the other's.
class RoundTripTest {
    private static final int SEEDS = Integer.getInteger("protocol.seeds", 8);

    static List<MessageClasses> messages() {
        return MessageClasses.all();
    }

    @Test
    void everySpecificationHasAClass() {
        var names = messages().stream().map(MessageClasses::toString).toList();
        var expected = Stream.of(ApiMessageType.values())
                .filter(type -> type.highestSupportedVersion(true) >= type.lowestSupportedVersion())
                .flatMap(type -> Stream.of(type.name + "Request", type.name + "Response"))
                .toList();

        assertThat(expected).hasSizeGreaterThan(170);
        assertThat(names)
                .containsAll(expected)
                .contains(
                        "RequestHeader", "ResponseHeader", "ConsumerProtocolSubscription", "ConsumerProtocolAssignment")
                .contains("PartitionRecord", "GroupMetadataValue", "OffsetCommitValue", "TransactionLogValue");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void bytesAreTheSameAsKafkas(MessageClasses message) throws ReflectiveOperationException {
        for (var version = message.lowestVersion(); version <= message.highestVersion(); version++) {
            for (var seed = 0; seed < SEEDS; seed++) {
                roundTrip(message, version, seed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void versionsAreTheSameAsKafkas(MessageClasses message) throws ReflectiveOperationException {
        var kafkas = message.kafkas();

        assertThat(kafkas.getField("LOWEST_SUPPORTED_VERSION").getShort(null)).isEqualTo(message.lowestVersion());
        assertThat(kafkas.getField("HIGHEST_SUPPORTED_VERSION").getShort(null)).isEqualTo(message.highestVersion());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void defaultsAreTheSameAsKafkas(MessageClasses message) throws ReflectiveOperationException {
        var version = message.highestVersion();
        var kafkas = (org.apache.kafka.common.protocol.Message)
                message.kafkas().getConstructor().newInstance();

        var bytes = OurMessage.write(OurMessage.create(message.ours()), version);

        assertThat(bytes).isEqualTo(KafkaMessage.write(kafkas, version));
    }

    private static void roundTrip(MessageClasses message, short version, int seed) throws ReflectiveOperationException {
        var schema = KafkaMessage.schema(message.kafkas(), version);
        var original = new RandomMessage(new Random(seed)).fill(OurMessage.create(message.ours()), schema);

        var bytes = OurMessage.write(original, version);
        var kafkas = KafkaMessage.write(KafkaMessage.read(message.kafkas(), bytes, version), version);
        var in = Unpooled.wrappedBuffer(kafkas);
        var back = OurMessage.read(message.ours(), in, version);

        assertThat(kafkas).as("%s v%d seed %d", message, version, seed).isEqualTo(bytes);
        assertThat(in.readableBytes())
                .as("%s v%d seed %d", message, version, seed)
                .isZero();
        assertThat(back)
                .as("%s v%d seed %d", message, version, seed)
                .isEqualTo(original)
                .hasSameHashCodeAs(original)
                .hasToString(original.toString());
    }
}

package io.highwater.broker.protocol.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.broker.protocol.wire.MalformedMessageException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes from outside may be anything: the answer is a message or a MalformedMessageException, and never memory for a
/// length that somebody only claims.
class HostileBytesTest {
    private static final int ROUNDS = Integer.getInteger("protocol.hostile", 40);
    private static final byte[][] HOSTILE = {
        {0x7F, -1, -1, -1},
        {-1, -1, -1, -1, 0x0F},
        {-1, -1, -1, -1, 0x07},
        {-128, 0, 0, 0},
        {0x7F, -1},
        {-1, -2},
        {-1, -1, -1, -1, -1, -1, -1, -1},
    };

    static List<MessageClasses> messages() {
        return MessageClasses.all();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyTruncationIsNoticed(MessageClasses message) throws ReflectiveOperationException {
        for (var version = message.lowestVersion(); version <= message.highestVersion(); version++) {
            var bytes = bytes(message, version, 1);
            for (var size = 0; size < bytes.length; size++) {
                var cut = Unpooled.wrappedBuffer(bytes, 0, size);
                var readVersion = version;

                assertThatThrownBy(() -> OurMessage.read(message.ours(), cut, readVersion))
                        .as("%s v%d cut to %d of %d bytes", message, version, size, bytes.length)
                        .isInstanceOf(MalformedMessageException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void hostileLengthsAreRefusedOrHarmless(MessageClasses message) throws ReflectiveOperationException {
        for (var version = message.lowestVersion(); version <= message.highestVersion(); version++) {
            var random = new Random(version);
            for (var round = 0; round < ROUNDS; round++) {
                var damaged = damaged(bytes(message, version, round), random);

                assertThat(outcome(message, damaged, version))
                        .as("%s v%d round %d", message, version, round)
                        .isIn("read", "refused");
            }
        }
    }

    private static byte[] bytes(MessageClasses message, short version, int seed) throws ReflectiveOperationException {
        var schema = KafkaMessage.schema(message.kafkas(), version);
        return OurMessage.write(
                new RandomMessage(new Random(seed)).fill(OurMessage.create(message.ours()), schema), version);
    }

    private static ByteBuf damaged(byte[] bytes, Random random) {
        var hostile = HOSTILE[random.nextInt(HOSTILE.length)];
        var position = random.nextInt(bytes.length + 1);
        for (var i = 0; i < hostile.length && position + i < bytes.length; i++) {
            bytes[position + i] = hostile[i];
        }
        return Unpooled.wrappedBuffer(bytes);
    }

    private static String outcome(MessageClasses message, ByteBuf bytes, short version)
            throws ReflectiveOperationException {
        try {
            OurMessage.read(message.ours(), bytes, version);
            return "read";
        } catch (MalformedMessageException _) {
            return "refused";
        }
    }
}

package io.highwater.broker.core.group;

import static io.highwater.broker.core.group.GroupHost.commitRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.broker.protocol.wire.MalformedMessageException;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GroupRecordCodecTest {
    private final GroupHost host = new GroupHost();

    @Test
    void everyRecordThatIsWrittenCanBeReadBack() {
        var member = host.stableGroup(2).getFirst();
        host.commitNow(commitRequest(member, 2, "events", 0, 42), 9);
        host.commit(commitRequest(member, 2, "events", 1, 42).retentionTimeMs(1_000), 4);
        host.pass(10_001);
        host.deleteGroup(GroupHost.GROUP);

        assertThat(host.log).hasSizeGreaterThan(6).allSatisfy(record -> {
            var value = GroupRecordCodec.valueBytes(record);
            var read = GroupRecordCodec.read(
                    Unpooled.wrappedBuffer(GroupRecordCodec.keyBytes(record)),
                    value == null ? null : Unpooled.wrappedBuffer(value));
            assertThat(read).isPresent();
            assertThat(GroupRecordCodec.keyBytes(read.get())).isEqualTo(GroupRecordCodec.keyBytes(record));
            assertThat(GroupRecordCodec.valueBytes(read.get())).isEqualTo(value);
        });
    }

    @Test
    void bytesAreKafkas() {
        host.commitSimple("events", 1, 42);

        var record = host.log.getFirst();

        assertThat(HexFormat.of().formatHex(GroupRecordCodec.keyBytes(record)))
                .isEqualTo("0001" + "0006" + "6f7264657273" + "0006" + "6576656e7473" + "00000001");
        assertThat(HexFormat.of().formatHex(Objects.requireNonNull(GroupRecordCodec.valueBytes(record))))
                .isEqualTo("0004" + "000000000000002a" + "00000003" + "05" + "6e6f7465" + "00000000000f4240" + "00");
    }

    @Test
    void recordsOfOtherKindsAreSkipped() {
        assertThat(GroupRecordCodec.read(Unpooled.wrappedBuffer(new byte[] {0, 3, 0, 1, 'g'}), null))
                .isEmpty();
    }

    @Test
    void truncatedRecordsAreRefused() {
        host.commitSimple("events", 1, 42);
        var key = GroupRecordCodec.keyBytes(host.log.getFirst());

        for (var size = 2; size < key.length; size++) {
            var truncated = Unpooled.wrappedBuffer(key, 0, size);
            assertThatThrownBy(() -> GroupRecordCodec.read(truncated, null))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void subscriptionsThatAreNoneAreNotMisread() {
        assertThat(Subscription.topics(new byte[0])).isEmpty();
        assertThat(Subscription.topics(new byte[] {0, 0, 127, 127, 127, 127})).isEmpty();
        assertThat(Subscription.topics(new byte[] {0, 0, 0, 0, 0, 1, 127, 127, 'a'}))
                .isEmpty();
        assertThat(Subscription.topics(new byte[] {0, 0, 0, 0, 0, 1, 0, 1, 'a'}).orElseThrow())
                .containsExactly("a");
    }
}

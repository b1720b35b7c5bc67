package io.highwater.broker.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.server.api.ClientConnection;
import io.highwater.broker.server.api.RefusedRequestException;
import io.highwater.broker.server.api.Reply;
import io.highwater.broker.server.metrics.MetricRegistry;
import io.highwater.broker.server.metrics.NetworkMetrics;
import io.highwater.broker.server.runtime.ManualShard;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private final List<CompletableFuture<Reply>> replies = new ArrayList<>();
    private final ManualShard shard = new ManualShard();
    private final EmbeddedChannel channel = new EmbeddedChannel(new Connection(
            new ClientConnection(1, shard, "PLAINTEXT", InetAddress.getLoopbackAddress()),
            (_, _) -> {
                replies.add(new CompletableFuture<>());
                return replies.getLast();
            },
            new ConnectionSettings(1_000, 10, -1),
            new NetworkMetrics(new MetricRegistry()),
            new FrameCutter(1_000, Unpooled.buffer().alloc()),
            () -> {}));

    @Test
    void repliesGoOutInTheOrderOfTheRequests() {
        request();
        request();

        replies.get(1).complete(new Reply(List.of(answer(2))));
        replies.get(0).complete(new Reply(List.of(answer(1))));
        channel.flush();

        assertThat(channel.<ByteBuf>readOutbound().readByte()).isEqualTo((byte) 1);
        assertThat(channel.<ByteBuf>readOutbound().readByte()).isEqualTo((byte) 2);
    }

    @Test
    void aThrottledClientGetsItsAnswerAndIsNotListenedToForAWhile() {
        request();
        replies.getFirst().complete(new Reply(List.of(answer(1)), 500));
        request();

        assertThat(channel.<ByteBuf>readOutbound().readByte()).isEqualTo((byte) 1);
        assertThat(replies).hasSize(1);
        shard.pass(499);
        assertThat(replies).hasSize(1);

        shard.pass(1);

        assertThat(replies).hasSize(2);
    }

    @Test
    void aReplyThatStandsBehindAFailedRequestIsGivenBack() {
        request();
        request();
        request();
        ByteBuf early = answer(2);
        ByteBuf late = answer(3);
        replies.get(1).complete(new Reply(List.of(early)));

        replies.get(0).completeExceptionally(new RefusedRequestException("no"));
        replies.get(2).complete(new Reply(List.of(late)));

        assertThat(channel.isOpen()).isFalse();
        assertThat(early.refCnt()).isZero();
        assertThat(late.refCnt()).isZero();
    }

    @Test
    void aReplyForAClientThatIsGoneIsGivenBack() {
        request();
        ByteBuf late = answer(1);

        channel.close();
        replies.getFirst().complete(new Reply(List.of(late)));

        assertThat(late.refCnt()).isZero();
    }

    private void request() {
        channel.writeInbound(Unpooled.buffer().writeInt(8).writeLong(0));
    }

    private static ByteBuf answer(int content) {
        return Unpooled.buffer().writeByte(content);
    }
}

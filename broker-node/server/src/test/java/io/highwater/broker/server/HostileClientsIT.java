package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.ApiVersionsRequest;
import io.highwater.broker.protocol.message.ApiVersionsResponse;
import io.highwater.broker.protocol.message.MetadataRequest;
import io.highwater.broker.protocol.message.MetadataResponse;
import io.highwater.broker.protocol.message.ProduceRequest;
import io.highwater.broker.protocol.message.ProduceResponse;
import io.highwater.broker.protocol.record.Compression;
import io.highwater.broker.protocol.record.RecordBatchBuilder;
import io.highwater.broker.protocol.wire.BufferRecords;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes that no good client sends. The broker answers with an error or closes the connection, and goes on serving.
class HostileClientsIT {
    private static final short PRODUCE_VERSION = 9;
    private static final int CLOSED = -1;

    @TempDir
    static Path directory;

    private static RunningBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new RunningBroker(
                directory, Map.of("max.connections.per.ip", "20", "socket.request.max.bytes", "1048576"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void theBrokerStillServes() throws IOException {
        try (var client = new RawClient(broker.port())) {
            client.send(ApiKey.METADATA, (short) 12, 1, new MetadataRequest());
            var response = MetadataResponse.read(client.receive(1, (short) 1), (short) 12);
            assertThat(response.brokers()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, 2_000_000, -1, 0, 3})
    void anImpossibleSizeClosesTheConnection(int size) throws IOException {
        try (var client = new RawClient(broker.port())) {
            client.write(Unpooled.buffer().writeInt(size).writeLong(0));

            assertThat(client.input.read()).isEqualTo(CLOSED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "SSH-2.0-x\r\n"
            })
    void anotherProtocolClosesTheConnection(String greeting) throws IOException {
        try (var client = new RawClient(broker.port())) {
            client.write(Unpooled.copiedBuffer(greeting, StandardCharsets.ISO_8859_1));

            assertThat(client.input.read()).isEqualTo(CLOSED);
        }
    }

    @ParameterizedTest
    @ValueSource(shorts = {4, 7, 24, 52, 999, -1})
    void anApiThatIsNotServedClosesTheConnection(short key) throws IOException {
        try (var client = new RawClient(broker.port())) {
            client.write(Unpooled.buffer()
                    .writeInt(10)
                    .writeShort(key)
                    .writeShort(0)
                    .writeInt(1)
                    .writeShort(-1));

            assertThat(client.input.read()).isEqualTo(CLOSED);
        }
    }

    @Test
    void aBodyThatIsCutOffClosesTheConnection() throws IOException {
        try (var client = new RawClient(broker.port())) {
            client.write(Unpooled.buffer()
                    .writeInt(12)
                    .writeShort(ApiKey.METADATA.id())
                    .writeShort(1)
                    .writeInt(1)
                    .writeShort(-1)
                    .writeShort(0x7FFF));

            assertThat(client.input.read()).isEqualTo(CLOSED);
        }
    }

    @Test
    void anUnknownVersionOfApiVersionsIsAnsweredInVersionZero() throws IOException {
        try (var client = new RawClient(broker.port())) {
            client.send(ApiKey.API_VERSIONS, (short) 99, 7, new ApiVersionsRequest());

            var response = ApiVersionsResponse.read(client.receive(7, (short) 0), (short) 0);

            assertThat(response.errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
            assertThat(response.apiKeys())
                    .singleElement()
                    .satisfies(api -> assertThat(api.apiKey()).isEqualTo(ApiKey.API_VERSIONS.id()));
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (var client = new RawClient(broker.port())) {
            for (int number = 0; number < 500; number++) {
                ApiKey key = number % 2 == 0 ? ApiKey.API_VERSIONS : ApiKey.METADATA;
                client.send(key, (short) 0, number, number % 2 == 0 ? new ApiVersionsRequest() : new MetadataRequest());
            }

            for (int number = 0; number < 500; number++) {
                client.receive(number, (short) 0);
            }
        }
    }

    @Test
    void aDamagedBatchIsRefusedAndNothingOfItStays() throws IOException {
        ByteBuf damaged = batch(0, 0);
        damaged.setByte(damaged.writerIndex() - 2, damaged.getByte(damaged.writerIndex() - 2) ^ 1);
        createTopic("damaged");

        assertThat(produce("damaged", damaged).errorCode()).isEqualTo(ErrorCode.CORRUPT_MESSAGE.code());

        assertThat(produce("damaged", batch(0, 0)).baseOffset()).isZero();
    }

    @Test
    void sequencesMustFollowAndRepetitionsAreNotWrittenTwice() throws IOException {
        createTopic("sequenced");
        assertThat(produce("sequenced", batch(4711, 0)).baseOffset()).isZero();

        assertThat(produce("sequenced", batch(4711, 5)).errorCode())
                .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER.code());

        var repeated = produce("sequenced", batch(4711, 0));
        assertThat(repeated.errorCode()).isZero();
        assertThat(repeated.baseOffset()).isZero();
        assertThat(produce("sequenced", batch(4711, 1)).baseOffset()).isEqualTo(1);
    }

    @Test
    void aTransactionalBatchIsRefused() throws IOException {
        createTopic("transactional");
        ByteBuf batch = new RecordBatchBuilder(Compression.NONE)
                .producer(4712, (short) 0, 0)
                .transactional()
                .append(System.currentTimeMillis(), null, "value".getBytes(StandardCharsets.UTF_8))
                .build(UnpooledByteBufAllocator.DEFAULT);

        assertThat(produce("transactional", batch).errorCode()).isEqualTo(ErrorCode.INVALID_TXN_STATE.code());
    }

    @Test
    void aBatchThatIsTooLargeIsRefused() throws IOException {
        createTopic("large");
        try (var admin = broker.admin()) {
            var resource = new org.apache.kafka.common.config.ConfigResource(
                    org.apache.kafka.common.config.ConfigResource.Type.TOPIC, "large");
            var change = new org.apache.kafka.clients.admin.AlterConfigOp(
                    new org.apache.kafka.clients.admin.ConfigEntry("max.message.bytes", "50"),
                    org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(change)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }

        assertThat(produce("large", batch(-1, -1)).errorCode()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE.code());
    }

    @Test
    void connectionsOverTheLimitAreClosedAndLeaveRoomAfterwards() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int number = 0; number < 40; number++) {
                clients.add(new RawClient(broker.port()));
            }
            assertThat(clients.getLast().input.read()).isEqualTo(CLOSED);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
        org.awaitility.Awaitility.await().ignoreExceptions().untilAsserted(this::theBrokerStillServes);
    }

    @Test
    void aClientThatNeverReadsHoldsUpNobody() throws IOException {
        try (var silent = new RawClient(broker.port())) {
            silent.socket.setSoTimeout(1);
            IntStream.range(0, 200).forEach(number -> silent.sendUnchecked(number));

            theBrokerStillServes();
        }
    }

    private static void createTopic(String topic) throws IOException {
        try (var client = new RawClient(broker.port())) {
            var request = new MetadataRequest();
            var topics = new ArrayList<MetadataRequest.MetadataRequestTopic>();
            topics.add(new MetadataRequest.MetadataRequestTopic().name(topic));
            client.send(ApiKey.METADATA, (short) 9, 1, request.topics(topics).allowAutoTopicCreation(true));
            var response = MetadataResponse.read(client.receive(1, (short) 1), (short) 9);
            assertThat(response.topics().getFirst().errorCode()).isZero();
        }
    }

    private static ProduceResponse.PartitionProduceResponse produce(String topic, ByteBuf batch) throws IOException {
        var request = new ProduceRequest().acks((short) -1).timeoutMs(10_000);
        var data = new ProduceRequest.TopicProduceData().name(topic);
        data.partitionData()
                .add(new ProduceRequest.PartitionProduceData().index(0).records(new BufferRecords(batch)));
        request.topicData().add(data);
        try (var client = new RawClient(broker.port())) {
            client.send(ApiKey.PRODUCE, PRODUCE_VERSION, 1, request);
            return ProduceResponse.read(client.receive(1, (short) 1), PRODUCE_VERSION)
                    .responses()
                    .getFirst()
                    .partitionResponses()
                    .getFirst();
        }
    }

    private static ByteBuf batch(long producerId, int sequence) {
        var builder = new RecordBatchBuilder(Compression.NONE);
        if (producerId >= 0) {
            builder.producer(producerId, (short) 0, sequence);
        }
        return builder.append(System.currentTimeMillis(), null, "value".getBytes(StandardCharsets.UTF_8))
                .build(UnpooledByteBufAllocator.DEFAULT);
    }
}

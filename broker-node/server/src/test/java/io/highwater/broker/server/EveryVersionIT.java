package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.message.ApiVersionsRequest;
import io.highwater.broker.protocol.message.ApiVersionsResponse;
import io.highwater.broker.protocol.message.FindCoordinatorRequest;
import io.highwater.broker.protocol.message.ListOffsetsRequest;
import io.highwater.broker.protocol.message.MetadataRequest;
import io.highwater.broker.protocol.message.OffsetFetchRequest;
import io.highwater.broker.protocol.wire.Message;
import io.highwater.broker.protocol.wire.MessageReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is announced is answered: every API in every version, in a form that its own reader understands to the last
/// byte.
class EveryVersionIT {
    private static final String MESSAGES = "io.highwater.broker.protocol.message.";
    private static final String TOPIC = "versions";
    private static final short FIRST_PRODUCE_VERSION = 3;

    @TempDir
    Path directory;

    @Test
    void everyAnnouncedVersionIsAnsweredReadably() throws IOException, ReflectiveOperationException {
        try (var broker = new RunningBroker(directory);
                var client = new RawClient(broker.port())) {
            createTopic(client);
            client.send(ApiKey.API_VERSIONS, (short) 0, 1, new ApiVersionsRequest());
            var announced = ApiVersionsResponse.read(client.receive(1, (short) 0), (short) 0);

            for (ApiVersionsResponse.ApiVersion api : announced.apiKeys()) {
                ApiKey key = ApiKey.of(api.apiKey()).orElseThrow();
                for (short version = lowest(key, api); version <= api.maxVersion(); version++) {
                    ask(client, key, version);
                }
            }
        }
    }

    private static short lowest(ApiKey key, ApiVersionsResponse.ApiVersion api) {
        return key == ApiKey.PRODUCE ? FIRST_PRODUCE_VERSION : api.minVersion();
    }

    private static void createTopic(RawClient client) throws IOException {
        var request = new MetadataRequest().topics(new ArrayList<>());
        List<MetadataRequest.MetadataRequestTopic> topics =
                new ArrayList<>(List.of(new MetadataRequest.MetadataRequestTopic().name(TOPIC)));
        client.send(ApiKey.METADATA, (short) 9, 1, request.topics(topics));
        client.receive(1, (short) 1);
    }

    private static void ask(RawClient client, ApiKey key, short version)
            throws IOException, ReflectiveOperationException {
        client.send(key, version, version, request(key, version));

        MessageReader answer = client.receive(version, key.responseHeaderVersion(version));

        Class.forName(MESSAGES + key.apiName() + "Response")
                .getMethod("read", MessageReader.class, short.class)
                .invoke(null, answer, version);
        assertThat(answer.remaining()).as("%s version %d", key, version).isZero();
    }

    private static Message request(ApiKey key, short version) throws ReflectiveOperationException {
        return switch (key) {
            case PRODUCE -> ((io.highwater.broker.protocol.message.ProduceRequest) empty(key)).acks((short) 1);
            case LIST_OFFSETS -> {
                var topic = new ListOffsetsRequest.ListOffsetsTopic().name(TOPIC);
                topic.partitions()
                        .add(new ListOffsetsRequest.ListOffsetsPartition()
                                .partitionIndex(0)
                                .timestamp(-1));
                var request = new ListOffsetsRequest().replicaId(-1);
                request.topics().add(topic);
                yield request;
            }
            case FIND_COORDINATOR ->
                version >= 4
                        ? new FindCoordinatorRequest().coordinatorKeys(new ArrayList<>(List.of("group")))
                        : new FindCoordinatorRequest().key("group");
            case OFFSET_FETCH -> {
                if (version < 8) {
                    yield new OffsetFetchRequest().groupId("group");
                }
                var request = new OffsetFetchRequest();
                request.groups()
                        .add(new OffsetFetchRequest.OffsetFetchRequestGroup()
                                .groupId("group")
                                .topics(null));
                yield request;
            }
            case API_VERSIONS ->
                new ApiVersionsRequest().clientSoftwareName("test").clientSoftwareVersion("1");
            default -> empty(key);
        };
    }

    private static Message empty(ApiKey key) throws ReflectiveOperationException {
        return (Message) Class.forName(MESSAGES + key.apiName() + "Request")
                .getConstructor()
                .newInstance();
    }
}

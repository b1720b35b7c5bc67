package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Consumers that share the work.
class GroupsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static RunningBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new RunningBroker(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Range", "RoundRobin", "Sticky", "CooperativeSticky"})
    void membersShareThePartitionsWhateverAssigns(String assignor) throws ExecutionException, InterruptedException {
        String topic = "shared-" + assignor;
        create(topic, 4);
        Map<String, Object> settings = Map.of(
                "group.id", "group-" + assignor,
                "heartbeat.interval.ms", 300,
                "partition.assignment.strategy", "org.apache.kafka.clients.consumer." + assignor + "Assignor");
        try (var one = broker.consumer(settings);
                var two = broker.consumer(settings)) {
            one.subscribe(List.of(topic));
            two.subscribe(List.of(topic));

            await().atMost(PATIENCE).untilAsserted(() -> {
                one.poll(Duration.ofMillis(50));
                two.poll(Duration.ofMillis(50));
                assertThat(one.assignment()).hasSize(2);
                assertThat(two.assignment()).hasSize(2);
            });

            Set<TopicPartition> together = new HashSet<>(one.assignment());
            together.addAll(two.assignment());
            assertThat(together).hasSize(4);
        }
    }

    @Test
    void aGroupGoesOnWhereItCommittedEvenAfterARestart() throws ExecutionException, InterruptedException {
        create("resumed", 1);
        produce("resumed", 10);
        Map<String, Object> settings =
                Map.of("group.id", "resuming", "enable.auto.commit", false, "max.poll.records", 4);
        try (var consumer = broker.consumer(settings)) {
            consumer.subscribe(List.of("resumed"));
            assertThat(RunningBroker.poll(consumer, 4)).hasSize(4);
            consumer.commitSync(Map.of(new TopicPartition("resumed", 0), new OffsetAndMetadata(4, "a note")));
        }
        broker.restart();

        try (var consumer = broker.consumer(settings)) {
            consumer.subscribe(List.of("resumed"));
            assertThat(ProducerConsumerIT.values(RunningBroker.poll(consumer, 6)))
                    .startsWith("value 4")
                    .hasSize(6);
            assertThat(consumer.committed(Set.of(new TopicPartition("resumed", 0))))
                    .hasEntrySatisfying(
                            new TopicPartition("resumed", 0),
                            committed -> assertThat(committed.metadata()).isEqualTo("a note"));
        }
    }

    @Test
    void aStaticMemberComesBackToItsPartitionsWithoutARebalance() throws ExecutionException, InterruptedException {
        create("static", 2);
        Map<String, Object> first = Map.of("group.id", "statics", "group.instance.id", "a");
        Map<String, Object> second = Map.of("group.id", "statics", "group.instance.id", "b");
        try (var stays = broker.consumer(second)) {
            Set<TopicPartition> before;
            try (var leaves = broker.consumer(first)) {
                join(leaves, stays);
                before = Set.copyOf(leaves.assignment());
            }
            try (var returns = broker.consumer(first)) {
                returns.subscribe(List.of("static"));
                await().atMost(PATIENCE).untilAsserted(() -> {
                    stays.poll(Duration.ofMillis(20));
                    returns.poll(Duration.ofMillis(20));
                    assertThat(returns.assignment()).isEqualTo(before);
                });
            }
        }
    }

    private static void join(KafkaConsumer<String, String> one, KafkaConsumer<String, String> two) {
        one.subscribe(List.of("static"));
        two.subscribe(List.of("static"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            one.poll(Duration.ofMillis(20));
            two.poll(Duration.ofMillis(20));
            assertThat(one.assignment()).hasSize(1);
            assertThat(two.assignment()).hasSize(1);
        });
    }

    @Test
    void administratorsSeeChangeAndDeleteGroups() throws ExecutionException, InterruptedException {
        create("administered", 1);
        produce("administered", 5);
        var partition = new TopicPartition("administered", 0);
        try (var admin = broker.admin()) {
            try (var consumer = broker.consumer(Map.of("group.id", "administered"))) {
                consumer.subscribe(List.of("administered"));
                RunningBroker.poll(consumer, 5);
                consumer.commitSync();

                var described = admin.describeConsumerGroups(List.of("administered"))
                        .describedGroups()
                        .get("administered")
                        .get();
                assertThat(described.groupState()).isEqualTo(GroupState.STABLE);
                assertThat(described.members())
                        .singleElement()
                        .satisfies(member -> assertThat(member.assignment().topicPartitions())
                                .containsExactly(partition));
            }
            assertThat(admin.listConsumerGroupOffsets("administered")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .hasEntrySatisfying(
                            partition,
                            committed -> assertThat(committed.offset()).isEqualTo(5));
            admin.alterConsumerGroupOffsets("administered", Map.of(partition, new OffsetAndMetadata(2)))
                    .all()
                    .get();
            assertThat(admin.listConsumerGroupOffsets("administered")
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .get(partition)
                            .offset())
                    .isEqualTo(2);
            admin.deleteConsumerGroupOffsets("administered", Set.of(partition))
                    .all()
                    .get();
            admin.deleteConsumerGroups(List.of("administered")).all().get();
            assertThat(admin.listGroups().all().get())
                    .noneMatch(group -> group.groupId().equals("administered"));
        }
    }

    private static void create(String topic, int partitions) throws ExecutionException, InterruptedException {
        try (var admin = broker.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) -1)))
                    .all()
                    .get();
        }
    }

    private static void produce(String topic, int count) {
        try (var producer = broker.producer(Map.of())) {
            IntStream.range(0, count).forEach(number -> producer.send(new ProducerRecord<>(topic, "value " + number)));
        }
    }
}

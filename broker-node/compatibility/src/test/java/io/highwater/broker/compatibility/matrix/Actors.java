package io.highwater.broker.compatibility.matrix;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Clients that live while tools look at them: members of groups and open transactions.
///
/// - `join GROUP TOPIC [PROTOCOL]`, `leave GROUP`: a member that has its partitions when the step ends
/// - `begin ID TOPIC`, `commit ID`, `abort ID`: a transaction with one record in partition 0
final class Actors implements AutoCloseable {
    private final Map<String, Member> members = new HashMap<>();
    private final Map<String, KafkaProducer<String, String>> transactions = new HashMap<>();

    Outcome act(Node node, String verb, List<String> arguments) throws InterruptedException {
        String key = node.name() + " " + arguments.getFirst();
        switch (verb) {
            case "join" ->
                members.put(
                        key,
                        new Member(
                                node,
                                arguments.getFirst(),
                                arguments.get(1),
                                arguments.size() > 2 ? arguments.get(2) : "classic"));
            case "leave" -> taken(members, key).close();
            case "begin" -> transactions.put(key, begin(node, arguments.getFirst(), arguments.get(1)));
            case "commit" -> {
                try (var producer = taken(transactions, key)) {
                    producer.commitTransaction();
                }
            }
            case "abort" -> {
                try (var producer = taken(transactions, key)) {
                    producer.abortTransaction();
                }
            }
            default -> throw new IllegalArgumentException("neither a tool nor a step: " + verb);
        }
        return new Outcome(0, "", "");
    }

    @Override
    public void close() {
        transactions.values().forEach(producer -> producer.close(Duration.ZERO));
        members.values().forEach(Member::interrupt);
    }

    private static <V> V taken(Map<String, V> actors, String key) {
        V actor = actors.remove(key);
        if (actor == null) {
            throw new IllegalArgumentException("nobody like that: " + key);
        }
        return actor;
    }

    private static KafkaProducer<String, String> begin(Node node, String id, String topic) {
        var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        node.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        id),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 0, id, "in a transaction"));
        producer.flush();
        return producer;
    }

    /// A consumer with a thread of its own, as every consumer has.
    private static final class Member {
        private static final Duration PATIENCE = Duration.ofSeconds(30);

        private final KafkaConsumer<String, String> consumer;
        private final CountDownLatch assigned = new CountDownLatch(1);
        private final Thread thread;

        Member(Node node, String group, String topic, String protocol) throws InterruptedException {
            consumer = new KafkaConsumer<>(
                    Map.of(
                            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            node.bootstrapServers(),
                            ConsumerConfig.GROUP_ID_CONFIG,
                            group,
                            ConsumerConfig.CLIENT_ID_CONFIG,
                            "member",
                            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                            protocol,
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                            "earliest"),
                    new StringDeserializer(),
                    new StringDeserializer());
            consumer.subscribe(List.of(topic));
            thread = Thread.ofPlatform().daemon().name("member of " + group).start(this::poll);
            if (!assigned.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("no partitions for " + group + " at " + node.name());
            }
        }

        void close() throws InterruptedException {
            interrupt();
            thread.join(PATIENCE);
        }

        void interrupt() {
            consumer.wakeup();
        }

        private void poll() {
            try (consumer) {
                while (true) {
                    int records = consumer.poll(Duration.ofMillis(100)).count();
                    if (records > 0) {
                        consumer.commitSync();
                    }
                    if (!consumer.assignment().isEmpty()) {
                        assigned.countDown();
                    }
                }
            } catch (WakeupException | CommitFailedException e) {
                // Asked to leave, by us or by a tool that removed all members.
            }
        }
    }
}

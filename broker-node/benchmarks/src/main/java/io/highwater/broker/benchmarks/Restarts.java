package io.highwater.broker.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// How long a node with many partitions is away: after a clean stop and after `kill -9`. Every partition holds records
/// of an idempotent producer that were written just before.
///
/// A start ends when every partition has said where it ends and has taken one more record.
///
/// Usage: `Restarts ROUNDS PARTITIONS`
public final class Restarts {
    private static final String TOPIC = "many";
    private static final int RECORDS = 20;
    private static final int PORT = 29_490;

    private final int partitions;
    private final Contestant contestant;
    private final Path directory;

    private Restarts(Contestant contestant, Path directory, int partitions) {
        this.contestant = contestant;
        this.directory = directory;
        this.partitions = partitions;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path jar = Path.of(System.getProperty("broker.jar")).toRealPath();
        var restarts = new Restarts(
                new Highwater(jar, System.getProperty("flush.mode", "group-commit")),
                Files.createTempDirectory("restarts"),
                Integer.parseInt(arguments[1]));
        restarts.run(Integer.parseInt(arguments[0]));
    }

    private void run(int rounds) throws IOException, InterruptedException, ExecutionException {
        RunningBroker broker = RunningBroker.start(contestant, directory, PORT);
        try (var client = new Client(broker.bootstrapServers())) {
            long begin = System.nanoTime();
            client.admin
                    .createTopics(List.of(new NewTopic(TOPIC, partitions, (short) 1)))
                    .all()
                    .get();
            print("creation of %d partitions".formatted(partitions), begin);
            for (int round = 0; round < rounds; round++) {
                client.write(RECORDS);
                begin = System.nanoTime();
                broker.close();
                print("clean stop", begin);
                broker = startAgain("start after a clean stop", client);
                client.write(RECORDS);
                broker.kill();
                broker = startAgain("start after kill -9", client);
            }
        } finally {
            broker.kill();
        }
    }

    private RunningBroker startAgain(String what, Client client)
            throws IOException, InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        RunningBroker broker = RunningBroker.start(contestant, directory, PORT);
        print(what + ": first acknowledgement", begin);
        client.write(1);
        client.askForEnds();
        print(what + ": all partitions serve", begin);
        return broker;
    }

    private static void print(String what, long begin) {
        System.out.printf("%-50s %8.3f s%n", what, (System.nanoTime() - begin) / 1e9);
    }

    /// One producer and one administrator that outlive the broker's restarts.
    private final class Client implements AutoCloseable {
        private final KafkaProducer<byte[], byte[]> producer;
        private final Admin admin;

        Client(String bootstrapServers) {
            Map<String, Object> settings = new HashMap<>(Map.of(
                    "bootstrap.servers", bootstrapServers,
                    "reconnect.backoff.ms", 5,
                    "reconnect.backoff.max.ms", 5,
                    "retry.backoff.ms", 5,
                    "retry.backoff.max.ms", 5));
            this.admin = Admin.create(settings);
            this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }

        void write(int records) throws InterruptedException, ExecutionException {
            var answers = new ArrayList<Future<?>>();
            for (int number = 0; number < records; number++) {
                for (int partition = 0; partition < partitions; partition++) {
                    answers.add(producer.send(new ProducerRecord<>(TOPIC, partition, null, new byte[100])));
                }
            }
            for (Future<?> answer : answers) {
                answer.get();
            }
        }

        void askForEnds() throws InterruptedException, ExecutionException {
            var asked = new HashMap<TopicPartition, OffsetSpec>();
            for (int partition = 0; partition < partitions; partition++) {
                asked.put(new TopicPartition(TOPIC, partition), OffsetSpec.latest());
            }
            admin.listOffsets(asked).all().get();
        }

        @Override
        public void close() {
            producer.close();
            admin.close();
        }
    }
}

package io.highwater.broker.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Acknowledgements per second when each waits for the disk, with 1, 16 and 64 producers that each send a record only
/// when the one before was acknowledged: once all into one partition, once each into its own.
///
/// Ours with `flush.mode=group-commit` beside Apache Kafka with `flush.messages=1`.
///
/// Usage: `GroupCommit ROUNDS SECONDS`
public final class GroupCommit {
    private static final int[] PRODUCERS = {1, 16, 64};
    private static final int FIRST_PORT = 29_590;
    private static final int RECORD_BYTES = 1_024;
    private static final double NANOS = 1e9;

    private final int seconds;

    private GroupCommit(int seconds) {
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path jar = Path.of(System.getProperty("broker.jar")).toRealPath();
        int port = FIRST_PORT;
        for (int round = 1; round <= Integer.parseInt(arguments[0]); round++) {
            for (Contestant contestant : List.of(new Highwater(jar, "group-commit"), new ApacheKafkaContestant())) {
                port += 2;
                new GroupCommit(Integer.parseInt(arguments[1])).measure(contestant, round, port);
            }
        }
    }

    private void measure(Contestant contestant, int round, int port)
            throws IOException, InterruptedException, ExecutionException {
        Path directory = Files.createTempDirectory("group-commit");
        try (var broker = RunningBroker.start(contestant, directory, port)) {
            for (int partitions : new int[] {1, PRODUCERS[PRODUCERS.length - 1]}) {
                String topic = "partitions-" + partitions;
                create(broker.bootstrapServers(), topic, partitions);
                for (int producers : PRODUCERS) {
                    System.out.printf(
                            "round %d %-24s %2d producers, %2d partitions %10.0f acknowledgements/s%n",
                            round,
                            contestant.name(),
                            producers,
                            partitions,
                            acknowledged(broker.bootstrapServers(), topic, partitions, producers));
                }
            }
        }
    }

    private static void create(String bootstrapServers, String topic, int partitions)
            throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var settings = new NewTopic(topic, partitions, (short) 1).configs(Map.of("flush.messages", "1"));
            admin.createTopics(List.of(settings)).all().get();
        }
    }

    private double acknowledged(String bootstrapServers, String topic, int partitions, int producers)
            throws InterruptedException {
        var count = new AtomicLong();
        var threads = new ArrayList<Thread>();
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * NANOS);
        for (int number = 0; number < producers; number++) {
            int partition = number % partitions;
            threads.add(Thread.ofPlatform().start(() -> count.addAndGet(run(bootstrapServers, topic, partition, end))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return count.get() / ((System.nanoTime() - begin) / NANOS);
    }

    private static long run(String bootstrapServers, String topic, int partition, long end) {
        Map<String, Object> settings = new HashMap<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 0, "buffer.memory", 4 << 20));
        long acknowledged = 0;
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            while (System.nanoTime() < end) {
                producer.send(new ProducerRecord<>(topic, partition, null, new byte[RECORD_BYTES]))
                        .get();
                acknowledged++;
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a record was not acknowledged", e);
        }
        return acknowledged;
    }
}

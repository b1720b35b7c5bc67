package io.highwater.broker.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// A started broker and what it cost so far, read from `/proc`.
final class RunningBroker implements AutoCloseable {
    /// Clock ticks per second in `/proc/<pid>/stat`: fixed to 100 on Linux for user space.
    private static final double TICKS_PER_SECOND = 100;

    private final Process process;
    private final String bootstrapServers;
    private final double startSeconds;

    private RunningBroker(Process process, String bootstrapServers, double startSeconds) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
        this.startSeconds = startSeconds;
    }

    /// Starts it and waits for the first acknowledged record.
    static RunningBroker start(Contestant contestant, Path directory, int port)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        contestant.prepare(directory, port);
        String bootstrapServers = "127.0.0.1:" + port;
        long begin = System.nanoTime();
        Process process = contestant
                .command(directory, port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("broker.out").toFile())
                .start();
        acknowledgeOne(bootstrapServers);
        return new RunningBroker(process, bootstrapServers, (System.nanoTime() - begin) / 1e9);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    double startSeconds() {
        return startSeconds;
    }

    double residentMebibytes() throws IOException {
        String status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
        String line =
                status.lines().filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    }

    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    /// Ends it as a power switch would, except that what is in the page cache stays.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static void acknowledgeOne(String bootstrapServers) throws InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 5,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 5,
                        ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5,
                        ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 5),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("first", "record")).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not acknowledge its first record", e.getCause());
        }
    }
}

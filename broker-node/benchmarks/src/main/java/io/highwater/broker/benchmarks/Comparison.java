package io.highwater.broker.benchmarks;

import io.highwater.testing.kafka.PublishedJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs every contestant in turns and prints one line a figure, medians last.
///
/// Usage: `Comparison ROUNDS RECORDS`
public final class Comparison {
    private static final int RECORD_BYTES = 1_024;
    private static final int FIRST_PORT = 29_292;
    private static final int PORTS_OF_THE_GREEDIEST = 3;
    private static final Pattern PERFORMANCE = Pattern.compile(
            "records sent, ([\\d.]+) records/sec \\(([\\d.]+) MB/sec\\).*?(\\d+) ms 50th.*?(\\d+) ms 99th");

    private final List<Contestant> contestants;
    private final int records;
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();
    private int port = FIRST_PORT;

    private Comparison(List<Contestant> contestants, int records) {
        this.contestants = contestants;
        this.records = records;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(arguments[0]);
        Path jar = Path.of(System.getProperty("broker.jar")).toRealPath();
        var comparison = new Comparison(
                List.of(
                        new Highwater(jar, "group-commit"),
                        new Highwater(jar, "page-cache"),
                        new ApacheKafkaContestant()),
                Integer.parseInt(arguments[1]));
        comparison.warmTheClient();
        for (int round = 1; round <= rounds; round++) {
            for (Contestant contestant : comparison.contestants) {
                comparison.measure(contestant, "round " + round);
            }
        }
        comparison.printMedians();
    }

    /// The first start would otherwise also measure the loading of the client's classes in this JVM.
    private void warmTheClient() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("benchmark");
        try (var broker = RunningBroker.start(contestants.getFirst(), directory, nextPort())) {
            System.out.printf("warm-up start %.2f s (not counted)%n", broker.startSeconds());
        }
    }

    private void measure(Contestant contestant, String round) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("benchmark");
        try (var broker = RunningBroker.start(contestant, directory, nextPort())) {
            record(contestant, round, "start s", broker.startSeconds());
            Thread.sleep(2_000);
            record(contestant, round, "memory MiB", broker.residentMebibytes());
            double cpuBefore = broker.cpuSeconds();
            Matcher result = performance(broker, directory);
            double gigabytes = (double) records * RECORD_BYTES / 1e9;
            record(contestant, round, "throughput MB/s", Double.parseDouble(result.group(1)) * RECORD_BYTES / 1e6);
            record(contestant, round, "p50 ms", Double.parseDouble(result.group(3)));
            record(contestant, round, "p99 ms", Double.parseDouble(result.group(4)));
            record(contestant, round, "cpu s/GB", (broker.cpuSeconds() - cpuBefore) / gigabytes);
            record(contestant, round, "memory under load MiB", broker.residentMebibytes());
        }
    }

    private Matcher performance(RunningBroker broker, Path directory) throws IOException, InterruptedException {
        String printed = PublishedJars.run(
                directory.resolve("performance.out"),
                List.of("-Xmx512m", "-XX:+UseG1GC"),
                "org.apache.kafka.tools.ProducerPerformance",
                "--topic",
                "performance",
                "--num-records",
                String.valueOf(records),
                "--record-size",
                String.valueOf(RECORD_BYTES),
                "--throughput",
                "-1",
                "--bootstrap-server",
                broker.bootstrapServers(),
                "--command-property",
                "acks=all");
        String last = printed.lines()
                .filter(line -> line.contains("99th"))
                .reduce((a, b) -> b)
                .orElse(printed);
        Matcher matcher = PERFORMANCE.matcher(last);
        if (!matcher.find()) {
            throw new IOException("no result in: " + printed);
        }
        return matcher;
    }

    private void record(Contestant contestant, String round, String figure, double value) {
        System.out.printf("%s %-24s %-22s %10.2f%n", round, contestant.name(), figure, value);
        figures.computeIfAbsent(contestant.name() + "|" + figure, key -> new ArrayList<>())
                .add(value);
    }

    private void printMedians() {
        figures.forEach((key, values) -> {
            List<Double> sorted = values.stream().sorted().toList();
            String[] names = key.split("\\|");
            System.out.printf("median  %-24s %-22s %10.2f%n", names[0], names[1], sorted.get(sorted.size() / 2));
        });
    }

    private int nextPort() {
        port += PORTS_OF_THE_GREEDIEST;
        return port;
    }
}

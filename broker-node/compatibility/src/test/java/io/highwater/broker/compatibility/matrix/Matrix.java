package io.highwater.broker.compatibility.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Plays cases on our broker and on the reference and sets the answers side by side.
final class Matrix implements AutoCloseable {
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private final Node ours;
    private final Node reference;
    private final ToolRunner runner = new ToolRunner();
    private final Actors actors = new Actors();

    Matrix(Node ours, Node reference) {
        this.ours = ours;
        this.reference = reference;
    }

    /// Both answers to a case. One that only reads is repeated until they agree or have had time to settle: both
    /// nodes apply some changes a moment after they acknowledged them.
    Answers play(Case asked) throws IOException, InterruptedException {
        long end = System.nanoTime() + SETTLING.toNanos();
        Answers answers = ask(asked);
        while (asked.repeatable() && !answers.agree() && System.nanoTime() < end) {
            answers = ask(asked);
        }
        return answers;
    }

    /// Both answers to a case as they are at the moment.
    Answers playOnce(Case asked) throws IOException, InterruptedException {
        return ask(asked);
    }

    @Override
    public void close() {
        actors.close();
        runner.close();
    }

    private Answers ask(Case asked) throws IOException, InterruptedException {
        return new Answers(answer(ours, asked), answer(reference, asked));
    }

    /// What is compared: all that was printed, in order where the order means something.
    private String answer(Node node, Case asked) throws IOException, InterruptedException {
        Outcome outcome = run(node, asked);
        boolean isOrdered = Tools.named(asked.tool()).map(Tools::isOrdered).orElse(false);
        Stream<String> out = lines(node, outcome.out());
        return "exit code %d\n".formatted(outcome.exitCode())
                + section("out", isOrdered ? out : out.sorted())
                + section("err", lines(node, outcome.err()).sorted());
    }

    private Outcome run(Node node, Case asked) throws IOException, InterruptedException {
        if (asked.tool().equals("write-file")) {
            Files.writeString(node.workDirectory().resolve(asked.arguments().getFirst()), node.fill(asked.input()));
            return new Outcome(0, "", "");
        }
        var tool = Tools.named(asked.tool());
        return tool.isPresent()
                ? runner.run(
                        tool.get().mainClass(), tool.get().arguments(node, asked.arguments()), node.fill(asked.input()))
                : actors.act(node, asked.tool(), asked.arguments());
    }

    private static Stream<String> lines(Node node, String text) {
        return Differences.withoutThoseByDesign(Masks.apply(node, text)).stream();
    }

    private static String section(String name, Stream<String> lines) {
        return lines.map(line -> name + "| " + line + "\n").collect(Collectors.joining());
    }

    /// @param ours      masked answer of our broker
    /// @param reference masked answer of Apache Kafka
    record Answers(String ours, String reference) {
        boolean agree() {
            return ours.equals(reference);
        }
    }
}

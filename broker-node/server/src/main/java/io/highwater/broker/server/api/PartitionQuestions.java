package io.highwater.broker.server.api;

import io.highwater.broker.protocol.TopicPartition;
import io.highwater.broker.server.runtime.Gather;
import io.highwater.broker.server.runtime.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/// The questions of one request about single partitions: each is answered on the shard of its partition, and the
/// answers come back under their topics, in the order of the request.
///
/// @param <P> what a request says about one partition
public final class PartitionQuestions<P> {
    private final List<String> topics = new ArrayList<>();
    private final List<Question<P>> questions = new ArrayList<>();

    /// What is asked about one partition.
    ///
    /// @param topic place of the topic in the request
    public record Question<P>(int topic, TopicPartition id, P asked) {}

    /// Begins the questions about a topic.
    public PartitionQuestions<P> topic(String name) {
        topics.add(name);
        return this;
    }

    /// Adds a question about the topic begun last.
    public PartitionQuestions<P> ask(int partition, P asked) {
        questions.add(new Question<>(topics.size() - 1, new TopicPartition(topics.getLast(), partition), asked));
        return this;
    }

    /// The partitions that are asked about more than once.
    public Set<TopicPartition> repeated() {
        var seen = new HashSet<TopicPartition>();
        var repeated = new HashSet<TopicPartition>();
        for (Question<P> question : questions) {
            if (!seen.add(question.id())) {
                repeated.add(question.id());
            }
        }
        return repeated;
    }

    /// Asks all of them; completes on the shard of the call with what `topic` makes of each topic and its answers.
    ///
    /// @param answer runs on the shard of the partition
    public <A, T> CompletionStage<List<T>> answers(
            Call call, Node node, BiFunction<TopicPartition, P, A> answer, BiFunction<String, List<A>, T> topic) {
        return Gather.gather(
                        call.shard(),
                        questions,
                        question -> node.shards().of(question.id()),
                        question -> CompletableFuture.completedFuture(answer.apply(question.id(), question.asked())))
                .thenApply(all -> byTopic(all, topic));
    }

    private <A, T> List<T> byTopic(List<A> answers, BiFunction<String, List<A>, T> topic) {
        var lists = new ArrayList<List<A>>();
        topics.forEach(_ -> lists.add(new ArrayList<>()));
        for (int index = 0; index < answers.size(); index++) {
            lists.get(questions.get(index).topic()).add(answers.get(index));
        }
        var byTopic = new ArrayList<T>();
        for (int index = 0; index < topics.size(); index++) {
            byTopic.add(topic.apply(topics.get(index), lists.get(index)));
        }
        return byTopic;
    }
}

package io.highwater.runner.move;

import io.highwater.runner.platform.PlatformException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;

/// The source's topics, made in the target with the same partitions and settings.
///
/// @param replicationFactor copies of each partition; -1 leaves it to the target
record TargetTopics(Admin source, Admin target, short replicationFactor) {
    /// Creates what is missing and returns the partitions to copy. Topics that are there must be empty
    /// and of the same number of partitions: what is in them would come before, and positions would not
    /// fit.
    List<TopicPartition> prepare() throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> wanted =
                source.describeTopics(ownTopics(source)).allTopicNames().get();
        Map<String, TopicDescription> there = target.describeTopics(
                        ownTopics(target).stream().filter(wanted::containsKey).toList())
                .allTopicNames()
                .get();
        refuseOtherPartitions(wanted, there);
        refuseRecords(there.values());
        var missing = new ArrayList<NewTopic>();
        Map<String, Map<String, String>> settings = settings(wanted.keySet());
        wanted.forEach((name, topic) -> {
            if (!there.containsKey(name)) {
                missing.add(new NewTopic(
                                name,
                                Optional.of(topic.partitions().size()),
                                replicationFactor < 0 ? Optional.empty() : Optional.of(replicationFactor))
                        .configs(settings.getOrDefault(name, Map.of())));
            }
        });
        create(missing);
        return wanted.values().stream().flatMap(TargetTopics::partitions).toList();
    }

    /// Where the partitions end, which is how many records they hold: they were empty, and nobody else
    /// writes.
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        return target
                .listOffsets(
                        partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        (Map.Entry<TopicPartition, ListOffsetsResultInfo> end) ->
                                end.getValue().offset()));
    }

    private static List<String> ownTopics(Admin admin) throws ExecutionException, InterruptedException {
        return admin.listTopics().names().get().stream()
                .filter(name -> !name.startsWith("__"))
                .sorted()
                .toList();
    }

    private static void refuseOtherPartitions(
            Map<String, TopicDescription> wanted, Map<String, TopicDescription> there) {
        wanted.forEach((name, topic) -> {
            int partitions = topic.partitions().size();
            int present = Optional.ofNullable(there.get(name))
                    .map(found -> found.partitions().size())
                    .orElse(partitions);
            if (present != partitions) {
                throw new PlatformException(
                        "topic %s has %d partitions in the target but %d here. Delete it there; it is made anew as it must be"
                                .formatted(name, present, partitions));
            }
        });
    }

    private void refuseRecords(Collection<TopicDescription> there) throws ExecutionException, InterruptedException {
        var records = new TreeMap<String, Long>();
        ends(there.stream().flatMap(TargetTopics::partitions).toList())
                .forEach((partition, end) -> records.merge(partition.topic(), end, Long::sum));
        String full = records.entrySet().stream()
                .filter(topic -> topic.getValue() > 0)
                .map(topic -> "%s (%d)".formatted(topic.getKey(), topic.getValue()))
                .collect(Collectors.joining(", "));
        if (!full.isEmpty()) {
            throw new PlatformException(
                    "the target already has records in these topics: %s. Move into empty ones: delete them there, or take another cluster"
                            .formatted(full));
        }
    }

    private static java.util.stream.Stream<TopicPartition> partitions(TopicDescription topic) {
        return IntStream.range(0, topic.partitions().size())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition));
    }

    /// What was set for a topic by hand; defaults are the target's own.
    private Map<String, Map<String, String>> settings(Collection<String> topics)
            throws ExecutionException, InterruptedException {
        var resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        var settings = new HashMap<String, Map<String, String>>();
        source.describeConfigs(resources).all().get().forEach((resource, config) -> {
            var own = new LinkedHashMap<String, String>();
            config.entries().stream()
                    .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                    .forEach(entry -> own.put(entry.name(), entry.value()));
            settings.put(resource.name(), own);
        });
        return settings;
    }

    private void create(List<NewTopic> topics) throws ExecutionException, InterruptedException {
        for (NewTopic topic : topics) {
            try {
                target.createTopics(List.of(topic)).all().get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof InvalidConfigurationException cause) {
                    throw new PlatformException(
                            "the target does not know a setting of topic %s: %s. Create the topic there without it, with %d partitions"
                                    .formatted(topic.name(), cause.getMessage(), topic.numPartitions()),
                            e);
                }
                throw e;
            }
        }
    }
}

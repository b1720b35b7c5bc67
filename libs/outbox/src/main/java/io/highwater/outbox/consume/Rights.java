package io.highwater.outbox.consume;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;

/// What a service does with its topics and groups, asked for before it does it: a consumer that is
/// refused says so in the middle of its work, and again and again.
record Rights(List<String> topics, List<String> groups) {
    private static final Set<AclOperation> ON_TOPICS = Set.of(AclOperation.READ, AclOperation.WRITE);

    /// The first right that is missing, such as `READ on topic orders_events`; empty when none is, or
    /// when the cluster does not tell.
    Optional<String> missing(Admin admin) throws ExecutionException, InterruptedException {
        var described = admin.describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .allTopicNames()
                .get();
        for (TopicDescription topic : described.values()) {
            Set<AclOperation> allowed = topic.authorizedOperations();
            for (AclOperation wanted : ON_TOPICS) {
                if (allowed != null && !allowed.isEmpty() && !allowed.contains(wanted)) {
                    return Optional.of("%s on topic %s".formatted(wanted, topic.name()));
                }
            }
        }
        return missingGroup(admin);
    }

    private Optional<String> missingGroup(Admin admin) throws InterruptedException {
        for (String group : groups) {
            try {
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupAuthorizationException) {
                    return Optional.of("READ on group " + group);
                }
                // Anything else, such as a coordinator that is just being chosen, is the consumer's to wait for.
            }
        }
        return Optional.empty();
    }
}

package io.highwater.broker.compatibility.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The tools by the names of their scripts (without `kafka-`), and where each takes the address of the cluster.
enum Tools {
    TOPICS("org.apache.kafka.tools.TopicCommand", Address.FIRST),
    CONFIGS("kafka.admin.ConfigCommand", Address.FIRST),
    GET_OFFSETS("org.apache.kafka.tools.GetOffsetShell", Address.FIRST),
    DELETE_RECORDS("org.apache.kafka.tools.DeleteRecordsCommand", Address.FIRST),
    LOG_DIRS("org.apache.kafka.tools.LogDirsCommand", Address.FIRST),
    CONSUMER_GROUPS("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", Address.FIRST),
    GROUPS("org.apache.kafka.tools.GroupsCommand", Address.FIRST),
    DUMP_LOG("org.apache.kafka.tools.DumpLogSegments", Address.NONE),
    CONSOLE_PRODUCER("org.apache.kafka.tools.ConsoleProducer", Address.FIRST),
    CONSOLE_CONSUMER("org.apache.kafka.tools.consumer.ConsoleConsumer", Address.FIRST),
    LEADER_ELECTION("org.apache.kafka.tools.LeaderElectionCommand", Address.FIRST),
    STREAMS_APPLICATION_RESET("org.apache.kafka.tools.StreamsResetter", Address.FIRST),
    METADATA_QUORUM("org.apache.kafka.tools.MetadataQuorumCommand", Address.FIRST),
    FEATURES("org.apache.kafka.tools.FeatureCommand", Address.FIRST),
    BROKER_API_VERSIONS("org.apache.kafka.tools.BrokerApiVersionsCommand", Address.FIRST),
    REASSIGN_PARTITIONS("org.apache.kafka.tools.reassign.ReassignPartitionsCommand", Address.FIRST),
    PRODUCER_PERF_TEST("org.apache.kafka.tools.ProducerPerformance", Address.FIRST),
    CONSUMER_PERF_TEST("org.apache.kafka.tools.ConsumerPerformance", Address.FIRST),
    TRANSACTIONS("org.apache.kafka.tools.TransactionsCommand", Address.FIRST),
    CLIENT_METRICS("org.apache.kafka.tools.ClientMetricsCommand", Address.FIRST),
    CLUSTER("org.apache.kafka.tools.ClusterTool", Address.LAST);

    private final String mainClass;
    private final Address address;

    Tools(String mainClass, Address address) {
        this.mainClass = mainClass;
        this.address = address;
    }

    static Optional<Tools> named(String script) {
        String constant = script.replace('-', '_').toUpperCase(Locale.ROOT);
        return List.of(values()).stream()
                .filter(tool -> tool.name().equals(constant))
                .findFirst();
    }

    String mainClass() {
        return mainClass;
    }

    /// Whether the order of lines means something: the other tools print the content of hash maps.
    boolean isOrdered() {
        return this == CONSOLE_CONSUMER || this == DUMP_LOG;
    }

    /// What the tool is called with on this node.
    List<String> arguments(Node node, List<String> written) {
        var arguments = new ArrayList<>(written.stream().map(node::fill).toList());
        if (written.stream().anyMatch(argument -> argument.contains("{bootstrap}"))) {
            return arguments;
        }
        List<String> option = List.of("--bootstrap-server", node.bootstrapServers());
        switch (address) {
            case FIRST -> arguments.addAll(0, option);
            case LAST -> arguments.addAll(option);
            case NONE -> {}
        }
        return arguments;
    }

    /// Where a tool takes `--bootstrap-server`.
    private enum Address {
        FIRST,
        LAST,
        NONE
    }
}

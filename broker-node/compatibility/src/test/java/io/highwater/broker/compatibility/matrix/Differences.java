package io.highwater.broker.compatibility.matrix;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Everything in which our broker may answer otherwise than Apache Kafka, each with its reason. Nothing else is let
/// pass.
final class Differences {
    /// Transactions, access control, tokens, quorums of several nodes, groups of later protocols.
    private static final List<String> NOT_SPOKEN = List.of(
            "SaslHandshake",
            "SaslAuthenticate",
            "AddPartitionsToTxn",
            "AddOffsetsToTxn",
            "EndTxn",
            "WriteTxnMarkers",
            "TxnOffsetCommit",
            "DescribeAcls",
            "CreateAcls",
            "DeleteAcls",
            "AlterReplicaLogDirs",
            "CreateDelegationToken",
            "RenewDelegationToken",
            "ExpireDelegationToken",
            "DescribeDelegationToken",
            "DescribeUserScramCredentials",
            "AlterUserScramCredentials",
            "UnregisterBroker",
            "ConsumerGroupHeartbeat",
            "ConsumerGroupDescribe",
            "AddRaftVoter",
            "RemoveRaftVoter",
            "ShareGroupHeartbeat",
            "ShareGroupDescribe",
            "ShareFetch",
            "ShareAcknowledge",
            "InitializeShareGroupState",
            "ReadShareGroupState",
            "WriteShareGroupState",
            "DeleteShareGroupState",
            "ReadShareGroupStateSummary",
            "DescribeShareGroupOffsets",
            "AlterShareGroupOffsets",
            "DeleteShareGroupOffsets",
            "StreamsGroupHeartbeat",
            "StreamsGroupDescribe");

    /// What differs because the product is another one.
    private static final List<ByDesign> BY_DESIGN = List.of(
            new ByDesign(
                    "(org\\.apache\\.kafka\\.common\\.(?:errors\\.)?\\w+Exception)(: .*)?",
                    "$1: <why>",
                    "refusals are explained in sentences of our own; the kind of refusal must be the same"),
            new ByDesign(
                    "(Error while executing \\w+ command : ).*",
                    "$1<why>",
                    "the same sentences, where the log line that follows names the kind"),
            new ByDesign("(Could not upgrade \\S+ to \\d+\\.) .*", "$1 <why>", "the same sentences"),
            new ByDesign(
                    "\\s*flush\\.mode=.*", "", "how appends become durable is a setting per topic that Kafka lacks"),
            new ByDesign(
                    "(HighWatermark:|LeaderEpoch:|1 <id>) \\d+",
                    "$1 <n>",
                    "the metadata log holds other records: a start of ours adds fewer"),
            new ByDesign(
                    "(\"directoryId\": \"<id>\", )?\"endpoints\": \\[\"\\w+://",
                    "\"endpoints\": [\"<listener>://",
                    "a single node needs no listener for controllers, and its quorum knows the directory from the"
                            + " start"),
            new ByDesign(
                    "\\s*(" + String.join("|", NOT_SPOKEN) + ")\\(\\d+\\): .*",
                    "",
                    "we advertise only what works; these protocols are not part of this version"));

    /// Cases that end otherwise as a whole, by design or because a mend is due.
    private static final List<Known> KNOWN = List.of(
            new Known(
                    "of Kafka's features we have metadata.version alone; the others are protocols that we do not speak",
                    "cluster",
                    "the features",
                    "tries an upgrade"),
            new Known(
                    "our indexes are as long as their entries, Kafka's are allocated whole while they are written",
                    "dump",
                    "checks an empty index"));

    private Differences() {}

    static List<String> withoutThoseByDesign(String output) {
        String rest = output;
        for (ByDesign difference : BY_DESIGN) {
            rest = difference.part.matcher(rest).replaceAll(difference.replacement);
        }
        return rest.lines().filter(line -> !line.isBlank()).toList();
    }

    /// Why this case may differ, if it may.
    static Optional<String> known(String table, String name) {
        return KNOWN.stream()
                .filter(known -> known.table.equals(table) && known.names.contains(name))
                .map(Known::reason)
                .findFirst();
    }

    private record ByDesign(Pattern part, String replacement, String reason) {
        ByDesign(String part, String replacement, String reason) {
            this(Pattern.compile(part), replacement, reason);
        }
    }

    private record Known(String reason, String table, List<String> names) {
        Known(String reason, String table, String... names) {
            this(reason, table, List.of(names));
        }
    }
}

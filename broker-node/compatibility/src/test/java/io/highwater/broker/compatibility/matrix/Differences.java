package io.highwater.broker.compatibility.matrix;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Everything in which our broker may answer otherwise than Apache Kafka, each with its reason. Nothing else is let
/// pass.
final class Differences {
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
            new ByDesign(
                    "\\s*flush\\.mode=.*", "", "how appends become durable is a setting per topic that Kafka lacks"));

    /// Cases that end otherwise although they should not.
    private static final List<Known> KNOWN = List.of(
            new Known(
                    "the request is not answered yet",
                    "cluster",
                    "the cluster's endpoints",
                    "the quorum",
                    "the quorum's replication",
                    "the features",
                    "refuses an unknown feature",
                    "refuses a level out of range",
                    "tries an upgrade",
                    "the versions of the protocol",
                    "elects where the leader is the preferred one",
                    "elects for all",
                    "elects uncleanly",
                    "refuses to elect for an unknown topic",
                    "refuses to elect for an unknown partition",
                    "elects by file",
                    "assigns",
                    "verifies",
                    "lists moves",
                    "refuses an assignment to an unknown broker",
                    "refuses an assignment of an unknown topic",
                    "cancels what does not move",
                    "lists transactions",
                    "describes the producers of a partition",
                    "lists clients' metrics"),
            new Known(
                    "synonyms and dynamic settings of brokers and groups",
                    "configs",
                    "describes what is set",
                    "describes every setting with its default and synonyms",
                    "describes every topic",
                    "shows what was set",
                    "shows by the short option",
                    "shows what the file set",
                    "shows what was set and deleted at once",
                    "refuses to delete an unknown one",
                    "refuses lags that contradict each other",
                    "nothing of the refused was set",
                    "shows a broker's",
                    "shows that a topic inherits a broker's",
                    "shows where the value of a broker comes from",
                    "refuses one that is only read at the start",
                    "refuses one that only a single broker may set",
                    "refuses a wrong type of a broker's",
                    "refuses a value out of range of a broker's",
                    "shows a group's",
                    "shows a group's by the short option",
                    "refuses one of a group out of range",
                    "shows that a group has none",
                    "describes every setting of a group"),
            new Known(
                    "the produce path",
                    "console",
                    "describes what was made by writing",
                    "dumps what was recompressed",
                    "takes no more replicas than there are"),
            new Known("partitions that are not there", "groups", "deletes the offsets of a partition that has none"),
            new Known(
                    "special offsets and policies",
                    "offsets",
                    "asks for the earliest yet to be moved elsewhere",
                    "refuses to delete from the compacted one",
                    "where the logs start after all this"),
            new Known(
                    "topics are described by Metadata",
                    "topics",
                    "describes one",
                    "describes one with an assignment",
                    "describes all",
                    "describes by pattern",
                    "describes those under and at their minimum of replicas",
                    "describes those at their minimum of replicas",
                    "refuses more partitions than a request may make",
                    "shows the added partitions",
                    "describes what was created again"));

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

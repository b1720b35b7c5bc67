package io.highwater.broker.core.controller.config;

import static io.highwater.broker.core.controller.config.ConfigType.BOOLEAN;
import static io.highwater.broker.core.controller.config.ConfigType.INT;
import static io.highwater.broker.core.controller.config.ConfigType.STRING;
import static io.highwater.broker.core.controller.config.Constraint.atLeast;
import static io.highwater.broker.core.controller.config.Constraint.between;
import static io.highwater.broker.core.controller.config.Constraint.none;
import static io.highwater.broker.core.controller.config.Constraint.oneOf;

import io.highwater.broker.core.controller.config.ConfigKey.Update;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Configuration keys of single groups, as Apache Kafka has them. They concern the protocols in which the broker
/// assigns partitions; groups of the classic protocol configure themselves in the client. The limits are those that a
/// broker of Apache Kafka has by default.
public final class GroupConfigs {
    private static final Pattern BY_DURATION =
            Pattern.compile("by_duration:P(?=.)(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?");

    public static final ConfigTable TABLE = define(new ConfigTable(Update.DYNAMIC));

    /// Keys that no broker key gives a default.
    private static final Set<String> WITHOUT_BROKER_KEY =
            Set.of("share.auto.offset.reset", "share.isolation.level", "share.renew.acknowledge.enable");

    private GroupConfigs() {}

    /// The broker key that says the same for all groups; the key itself where there is none.
    public static String brokerName(ConfigKey key) {
        return WITHOUT_BROKER_KEY.contains(key.name()) ? key.name() : "group." + key.name();
    }

    private static ConfigTable define(ConfigTable table) {
        consumers(table);
        shares(table);
        streams(table);
        return table;
    }

    private static void consumers(ConfigTable table) {
        table.key(
                        "consumer.session.timeout.ms",
                        INT,
                        "45000",
                        between(45_000, 60_000),
                        "Silence after which a consumer is out.")
                .key(
                        "consumer.heartbeat.interval.ms",
                        INT,
                        "5000",
                        between(5_000, 15_000),
                        "How often a consumer reports.")
                .key(
                        "consumer.assignment.interval.ms",
                        INT,
                        "1000",
                        between(0, 15_000),
                        "Shortest time between two assignments of a consumer group.");
    }

    private static void shares(ConfigTable table) {
        table.key(
                        "share.session.timeout.ms",
                        INT,
                        "45000",
                        between(45_000, 60_000),
                        "Silence after which a share consumer is out.")
                .key(
                        "share.heartbeat.interval.ms",
                        INT,
                        "5000",
                        between(5_000, 15_000),
                        "How often a share consumer reports.")
                .key(
                        "share.assignment.interval.ms",
                        INT,
                        "1000",
                        between(0, 15_000),
                        "Shortest time between two assignments of a share group.")
                .key(
                        "share.record.lock.duration.ms",
                        INT,
                        "30000",
                        between(15_000, 60_000),
                        "How long a share consumer may hold a record before it is delivered again.")
                .key(
                        "share.delivery.count.limit",
                        INT,
                        "5",
                        between(2, 10),
                        "How often a record is delivered before it is given up.")
                .key(
                        "share.partition.max.record.locks",
                        INT,
                        "2000",
                        between(100, 4_000),
                        "How many records of a partition may be held at once.")
                .key(
                        "share.renew.acknowledge.enable",
                        BOOLEAN,
                        "true",
                        none(),
                        "Whether a share consumer may prolong its hold on a record.")
                .key(
                        "share.isolation.level",
                        STRING,
                        "read_uncommitted",
                        oneOf("read_committed", "read_uncommitted"),
                        "Whether a share group sees records of transactions that are not committed.")
                .key(
                        "share.auto.offset.reset",
                        STRING,
                        "latest",
                        GroupConfigs::resetViolation,
                        "Where a share group starts without a position: latest, earliest, or by_duration:PT1H.");
    }

    private static void streams(ConfigTable table) {
        table.key(
                        "streams.session.timeout.ms",
                        INT,
                        "45000",
                        between(45_000, 60_000),
                        "Silence after which a Streams client is out.")
                .key(
                        "streams.heartbeat.interval.ms",
                        INT,
                        "5000",
                        between(5_000, 15_000),
                        "How often a Streams client reports.")
                .key(
                        "streams.assignment.interval.ms",
                        INT,
                        "1000",
                        between(0, 15_000),
                        "Shortest time between two assignments of a Streams group.")
                .key(
                        "streams.initial.rebalance.delay.ms",
                        INT,
                        "3000",
                        atLeast(0),
                        "How long a new Streams group waits for more clients.")
                .key(
                        "streams.num.standby.replicas",
                        INT,
                        "0",
                        between(0, 2),
                        "How many clients keep a warm copy of each task's state.");
    }

    private static Optional<String> resetViolation(String value) {
        var allowed = value.equals("latest")
                || value.equals("earliest")
                || BY_DURATION.matcher(value).matches();
        return allowed ? Optional.empty() : Optional.of("latest, earliest, or by_duration: and a duration like PT1H");
    }
}

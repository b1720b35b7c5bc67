package io.highwater.broker.server.config;

import java.util.List;
import java.util.Optional;

/// Kafka's keys that this version does not act on. Told apart by what leaving them out would do: a key that
/// only tunes machinery we do not have is passed over with a warning, a key whose absence would change what the
/// operator gets stops the start.
final class UnsupportedKeys {
    /// What happens to a key, and the reason in the operator's words.
    record Verdict(boolean refused, String reason) {}

    private record Rule(String prefix, Verdict verdict) {}

    /// First match wins, so the narrow rules stand before the wide ones.
    private static final List<Rule> RULES = List.of(
            refuse("authorizer.class.name", "authorization is not part of this version"),
            refuse("super.users", "authorization is not part of this version"),
            refuse("allow.everyone.if.no.acl.found", "authorization is not part of this version"),
            refuse("ssl.", "TLS is not part of this version; only PLAINTEXT listeners are served"),
            refuse("sasl.", "SASL is not part of this version; only PLAINTEXT listeners are served"),
            refuse("listener.name.", "settings of a single listener are not part of this version"),
            refuse("security.inter.broker.protocol", "only PLAINTEXT is served; leave the key out"),
            refuse("remote.log.storage.system.enable", "tiered storage is not part of this version"),
            refuse("create.topic.policy.class.name", "policies are not part of this version"),
            refuse("alter.config.policy.class.name", "policies are not part of this version"),
            refuse("client.quota.callback", "plug-ins for quotas are not part of this version"),
            refuse("replica.selector.class", "fetching from followers is not part of this version"),
            refuse("broker.rack", "racks need more than one node, which is not part of this version"),
            refuse("zookeeper.", "there is no ZooKeeper in KRaft; leave the key out"),
            refuse("broker.id", "use node.id"),
            warn("num.network.threads", "threads are counted by highwater.shards"),
            warn("num.io.threads", "threads are counted by highwater.shards"),
            warn("num.replica.", "a single node does not replicate"),
            warn("replica.", "a single node does not replicate"),
            warn("queued.max.", "requests are limited for each connection"),
            warn("background.threads", "use highwater.background.threads"),
            warn("transaction.", "transactions are not part of this version"),
            warn("transactional.id.expiration.ms", "transactions are not part of this version"),
            warn("share.coordinator.", "share groups are not part of this version"),
            warn("group.share.", "share groups are not part of this version"),
            warn("group.streams.", "the streams group protocol is not part of this version"),
            warn("group.consumer.", "the consumer group protocol is not part of this version"),
            warn("group.coordinator.", "the coordinator runs on the shards"),
            warn("log.cleaner.", "compaction needs no such hint; log.cleaner.threads=0 turns it off"),
            warn("log.flush.", "flush.mode says when data is forced to the disk"),
            warn("log.roll.jitter.", "segments of a single node need no jitter"),
            warn("log.dir.failure.timeout.ms", "a failed folder stops a single node's partitions at once"),
            warn("log.initial.task.delay.ms", "tasks start when there is something to do"),
            warn("log.local.retention.", "tiered storage is not part of this version"),
            warn("remote.", "tiered storage is not part of this version"),
            warn("controller.", "the only controller is inside this node"),
            warn("metadata.", "the metadata log of a single node manages itself"),
            warn("broker.heartbeat.interval.ms", "the only controller is inside this node"),
            warn("broker.session.timeout.ms", "the only controller is inside this node"),
            warn("initial.broker.registration.timeout.ms", "the only controller is inside this node"),
            warn("server.max.startup.time.ms", "starting takes no longer than recovery"),
            warn("auto.leader.rebalance.enable", "a single node leads everything"),
            warn("leader.imbalance.", "a single node leads everything"),
            warn("offsets.load.buffer.size", "loading reads as much as it needs"),
            warn("offsets.commit.timeout.ms", "commits wait for the disk"),
            warn("offsets.topic.compression.codec", "committed offsets are stored uncompressed"),
            warn("producer.id.expiration.check.interval.ms", "producers are checked when their log is"),
            warn("producer.purgatory.", "waiting requests are kept with their partition"),
            warn("fetch.purgatory.", "waiting requests are kept with their partition"),
            warn("delete.records.purgatory.", "waiting requests are kept with their partition"),
            warn("metric.reporters", "metrics are served as Prometheus text on highwater.http.port"),
            warn("metrics.", "metrics are served as Prometheus text on highwater.http.port"),
            warn("auto.include.jmx.reporter", "metrics are served as Prometheus text on highwater.http.port"),
            warn("kafka.metrics.", "metrics are served as Prometheus text on highwater.http.port"),
            warn("request.timeout.ms", "a single node sends no requests"),
            warn("connection.failed.authentication.delay.ms", "there is no authentication in this version"),
            warn("connections.max.reauth.ms", "there is no authentication in this version"),
            warn("max.connection.creation.rate", "connections are limited by max.connections"),
            warn("max.connections.per.ip.overrides", "one limit holds for all addresses"),
            warn("socket.connection.setup.", "a single node opens no connections"),
            warn("controlled.shutdown.", "a single node has nobody to hand over to"),
            warn("telemetry.", "client telemetry is not part of this version"),
            warn("delegation.token.", "delegation tokens are not part of this version"),
            warn("unstable.", "there are no unstable features"),
            warn("early.start.listeners", "listeners open when the node is ready"),
            warn("errors.deadletterqueue.", "share groups are not part of this version"),
            warn("client.id", "a single node opens no connections"));

    private UnsupportedKeys() {}

    /// What to do about a key that is not among [Settings]; empty when Kafka does not know it either.
    static Optional<Verdict> verdict(String key) {
        return RULES.stream()
                .filter(rule -> key.startsWith(rule.prefix()))
                .map(Rule::verdict)
                .findFirst();
    }

    private static Rule refuse(String prefix, String reason) {
        return new Rule(prefix, new Verdict(true, reason));
    }

    private static Rule warn(String prefix, String reason) {
        return new Rule(prefix, new Verdict(false, reason));
    }
}

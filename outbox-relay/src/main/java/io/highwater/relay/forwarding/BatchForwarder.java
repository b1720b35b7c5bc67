package io.highwater.relay.forwarding;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the batches of one engine run: every row of a batch at once, then waits for the
/// acknowledgements in the rows' order, and only then lets the position move on. At least once: a crash
/// in between repeats a batch.
///
/// Order per key survives a broker's absence: the producer itself never gives a record up
/// (`delivery.timeout.ms` is endless), and a record that did not get into the producer is tried again
/// before the next one is touched.
///
/// Thread-safety: {@link #handleBatch} runs on the engine's thread, {@link #stop} on any.
public final class BatchForwarder implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {
    private static final Logger LOG = LoggerFactory.getLogger(BatchForwarder.class);
    private static final Duration ANSWER_EXPECTED_WITHIN = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final QuarantineRecords quarantine;
    private final ForwardingListener listener;
    private final Patience patience;
    private final RowMapper mapper = new RowMapper();
    private final Set<String> knownTopics = new HashSet<>();
    private volatile boolean stopped;

    /// How long to wait before something is held to be wrong.
    ///
    /// @param topic  how long a topic may be missing before its rows are put aside
    /// @param broker how long a record may be without an acknowledgement before the run is given up and
    /// begun anew
    /// @param betweenLooks between two questions for a topic
    public record Patience(Duration topic, Duration broker, Duration betweenLooks) {}

    public BatchForwarder(
            Producer<byte[], byte[]> producer,
            Topics topics,
            QuarantineRecords quarantine,
            ForwardingListener listener,
            Patience patience) {
        this.producer = producer;
        this.topics = topics;
        this.quarantine = quarantine;
        this.listener = listener;
        this.patience = patience;
    }

    /// Makes the batch in hand, if there is one, end with a {@link ForwardingStoppedException}.
    public void stop() {
        stopped = true;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> events,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        var mappings = events.stream().map(event -> mapper.map(event.record())).toList();
        announce(mappings);
        var deliveries = new ArrayList<Optional<Delivery>>(mappings.size());
        for (var mapping : mappings) {
            deliveries.add(start(mapping));
        }
        for (var i = 0; i < deliveries.size(); i++) {
            if (deliveries.get(i).isPresent()) {
                settle(deliveries.get(i).get());
            }
            committer.markProcessed(events.get(i));
        }
        committer.markBatchFinished();
        listener.settled();
    }

    private void announce(List<Mapping> mappings) {
        for (var mapping : mappings) {
            if (mapping instanceof Mapping.Forward(var row, var _)) {
                listener.pending(row.created());
                return;
            }
        }
    }

    /// A row on its way.
    private record Delivery(OutboxRow row, Future<RecordMetadata> acknowledgement) {}

    /// Empty for what is not sent.
    private Optional<Delivery> start(Mapping mapping) throws InterruptedException {
        return switch (mapping) {
            case Mapping.Forward(var row, var record) -> Optional.of(new Delivery(row, enqueue(record)));
            case Mapping.Refuse(var refusal) -> {
                putAside(refusal);
                yield Optional.empty();
            }
            case Mapping.Skip() -> Optional.empty();
        };
    }

    /// Hands a record to the producer, and waits until it has really taken it: without metadata of the
    /// topic, or with its buffer full, it gives the record back with a time-out.
    private Future<RecordMetadata> enqueue(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        while (isThere(record.topic())) {
            stopIfAsked();
            var acknowledgement = producer.send(record);
            if (!(failureOf(acknowledgement) instanceof TimeoutException)) {
                return acknowledgement;
            }
            knownTopics.remove(record.topic());
        }
        return CompletableFuture.failedFuture(new MissingTopic(record.topic()));
    }

    /// Asked before a topic is first sent to: a producer's own question would make the broker create the
    /// topic with its default number of partitions, ahead of the service that knows how many there
    /// should be. Waits for an absent broker for ever, and for a missing topic within its patience.
    private boolean isThere(String topic) throws InterruptedException {
        var absentSince = (@Nullable Instant) null;
        while (!knownTopics.contains(topic)) {
            stopIfAsked();
            switch (topics.lookUp(topic)) {
                case PRESENT -> knownTopics.add(topic);
                case UNREACHABLE -> {
                    absentSince = null;
                    listener.waits(topics.trouble());
                    Thread.sleep(patience.betweenLooks());
                }
                case ABSENT -> {
                    absentSince = absentSince == null ? Instant.now() : absentSince;
                    if (absentSince.plus(patience.topic()).isBefore(Instant.now())) {
                        return false;
                    }
                    listener.waits("topic %s does not exist".formatted(topic));
                    Thread.sleep(patience.betweenLooks());
                }
            }
        }
        return true;
    }

    private static @Nullable Throwable failureOf(Future<?> acknowledgement) {
        return acknowledgement.state() == Future.State.FAILED ? acknowledgement.exceptionNow() : null;
    }

    private void settle(Delivery delivery) throws InterruptedException {
        var row = delivery.row();
        try {
            sent(row, await(delivery.acknowledgement()));
        } catch (ExecutionException failed) {
            var cause = Objects.requireNonNullElse(failed.getCause(), failed);
            var reason = cause instanceof MissingTopic
                    ? Refusal.Reason.UNKNOWN_TOPIC
                    : Refusal.reasonOf(cause).orElseThrow(() -> notAboutTheRow(cause));
            putAside(new Refusal(reason, Objects.toString(cause.getMessage(), ""), row.columns()));
        }
    }

    private static ForwardingFailedException notAboutTheRow(Throwable cause) {
        return new ForwardingFailedException("the producer failed: " + cause, cause);
    }

    private void sent(OutboxRow row, RecordMetadata metadata) {
        listener.sent(row.created());
        LOG.atDebug()
                .addKeyValue("topic", metadata.topic())
                .addKeyValue("partition", metadata.partition())
                .addKeyValue("offset", metadata.hasOffset() ? metadata.offset() : -1)
                .addKeyValue("type", row.type())
                .addKeyValue("id", row.id())
                .addKeyValue("orderId", row.correlationId())
                .addKeyValue("traceparent", row.traceparent())
                .log("forwarded");
    }

    /// Waits as long as it takes, within the broker's patience; a stop ends the wait.
    private RecordMetadata await(Future<RecordMetadata> acknowledgement)
            throws InterruptedException, ExecutionException {
        var waitedSince = Instant.now();
        while (true) {
            try {
                var metadata = acknowledgement.get(ANSWER_EXPECTED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
                listener.goesOn();
                return metadata;
            } catch (java.util.concurrent.TimeoutException _) {
                stopIfAsked();
                listener.waits("no acknowledgement since " + waitedSince);
                if (waitedSince.plus(patience.broker()).isBefore(Instant.now())) {
                    throw new ForwardingFailedException("no acknowledgement since " + waitedSince);
                }
            }
        }
    }

    /// A row that cannot even be put aside is logged and left in its table: one row must not hold up all
    /// others.
    private void putAside(Refusal refusal) throws InterruptedException {
        LOG.atError()
                .addKeyValue("reason", refusal.reason())
                .addKeyValue("detail", refusal.detail())
                .addKeyValue("id", refusal.columns().get("id"))
                .addKeyValue("topic", refusal.columns().get("topic"))
                .addKeyValue("type", refusal.columns().get("type"))
                .log("an outbox row cannot be sent and goes to quarantine");
        try {
            await(enqueue(quarantine.record(refusal)));
        } catch (ExecutionException failed) {
            var cause = Objects.requireNonNullElse(failed.getCause(), failed);
            if (!(cause instanceof MissingTopic) && Refusal.reasonOf(cause).isEmpty()) {
                throw notAboutTheRow(cause);
            }
            LOG.atError()
                    .addKeyValue("id", refusal.columns().get("id"))
                    .addKeyValue("error", cause)
                    .log("the quarantine refused the row as well; it is left in its outbox table");
        }
        listener.quarantined(refusal.reason());
    }

    private void stopIfAsked() {
        if (stopped) {
            throw new ForwardingStoppedException();
        }
    }

    /// Marks a record whose topic stayed away.
    private static final class MissingTopic extends Exception {
        private MissingTopic(String topic) {
            super("topic %s does not exist".formatted(topic));
        }
    }
}

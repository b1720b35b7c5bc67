package io.highwater.relay.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class BatchForwarderTest {
    private final Wire wire = new Wire();
    private final List<String> heard = new ArrayList<>();
    private final Committer committer = new Committer();

    @Test
    void aBatchIsSentInOrderAndThenConfirmed() throws InterruptedException {
        forwarder(Topics.Presence.PRESENT).handleBatch(batch("a", "b", "c"), committer);

        assertThat(wire.sentKeys()).containsExactly("a", "b", "c");
        assertThat(committer.marks).containsExactly("processed", "processed", "processed", "finished");
        assertThat(heard).containsExactly("pending", "sent", "sent", "sent", "settled");
    }

    @Test
    void aRowThatIsTooLargeIsPutAsideAndTheOthersGoOn() throws InterruptedException {
        wire.answer = record -> key(record).equals("b") && record.topic().equals("orders_events")
                ? CompletableFuture.failedFuture(new RecordTooLargeException("too large"))
                : null;

        forwarder(Topics.Presence.PRESENT).handleBatch(batch("a", "b", "c"), committer);

        assertThat(wire.sent.stream().map(ProducerRecord::topic))
                .containsExactly("orders_events", "orders_events", "outbox_quarantine");
        assertThat(heard).contains("quarantined TOO_LARGE");
        assertThat(committer.marks).endsWith("processed", "finished").hasSize(4);
    }

    @Test
    void aRecordThatTheProducerDidNotTakeIsTriedAgainBeforeTheNext() throws InterruptedException {
        wire.timeouts = 3;

        forwarder(Topics.Presence.PRESENT, Topics.Presence.UNREACHABLE, Topics.Presence.PRESENT)
                .handleBatch(batch("a", "b"), committer);

        assertThat(wire.sentKeys()).containsExactly("a", "b");
        assertThat(heard).contains("waits", "goes on");
    }

    @Test
    void aRowForATopicThatStaysAwayIsPutAside() throws InterruptedException {
        forwarder(Topics.Presence.ABSENT).handleBatch(batch("a"), committer);

        assertThat(heard).contains("quarantined UNKNOWN_TOPIC");
        assertThat(wire.sent.stream().map(ProducerRecord::topic)).containsExactly("outbox_quarantine");
        assertThat(committer.marks).containsExactly("processed", "finished");
    }

    @Test
    void aFailureThatIsNotAboutTheRowConfirmsNothingBeyondIt() {
        wire.answer = record -> key(record).equals("b")
                ? CompletableFuture.failedFuture(new AuthenticationException("who are you?"))
                : null;

        assertThatThrownBy(() -> forwarder(Topics.Presence.PRESENT).handleBatch(batch("a", "b", "c"), committer))
                .isInstanceOf(ForwardingFailedException.class);

        assertThat(committer.marks).containsExactly("processed");
    }

    @Test
    void aStopEndsTheWaitForAnAbsentBroker() {
        wire.timeouts = Integer.MAX_VALUE;
        var forwarder = forwarder(Topics.Presence.PRESENT, Topics.Presence.UNREACHABLE);
        wire.onSend = forwarder::stop;

        assertThatThrownBy(() -> forwarder.handleBatch(batch("a"), committer))
                .isInstanceOf(ForwardingStoppedException.class);

        assertThat(committer.marks).isEmpty();
    }

    /// @param presences the broker's answers about a row's topic, one after the other; the last one stays
    private BatchForwarder forwarder(Topics.Presence... presences) {
        var left = new ArrayDeque<>(List.of(presences));
        return new BatchForwarder(
                wire,
                topic -> topic.equals("outbox_quarantine")
                        ? Topics.Presence.PRESENT
                        : left.size() > 1 ? left.poll() : left.element(),
                new QuarantineRecords("outbox_quarantine", "orders"),
                new Listener(),
                new BatchForwarder.Patience(Duration.ofNanos(1), Duration.ofMinutes(1), Duration.ofMillis(1)));
    }

    private static List<RecordChangeEvent<SourceRecord>> batch(String... keys) {
        var events = new ArrayList<RecordChangeEvent<SourceRecord>>();
        for (var key : keys) {
            var event = OutboxEvents.inserted(OutboxEvents.rowWith("message_key", key));
            events.add(() -> event);
        }
        return events;
    }

    private static String key(ProducerRecord<byte[], byte[]> record) {
        return new String(record.key(), UTF_8);
    }

    /// A producer that answers as told, and at once otherwise.
    private static final class Wire extends MockProducer<byte[], byte[]> {
        private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
        private Function<ProducerRecord<byte[], byte[]>, Future<RecordMetadata>> answer = _ -> null;
        private Runnable onSend = () -> {};
        private int timeouts;

        private Wire() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            onSend.run();
            if (timeouts > 0) {
                timeouts--;
                return CompletableFuture.failedFuture(new TimeoutException("no metadata"));
            }
            var told = answer.apply(record);
            if (told != null) {
                return told;
            }
            sent.add(record);
            return CompletableFuture.completedFuture(
                    new RecordMetadata(new TopicPartition(record.topic(), 0), sent.size(), 0, 0, 0, 0));
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            return send(record);
        }

        private List<String> sentKeys() {
            return sent.stream().map(BatchForwarderTest::key).toList();
        }
    }

    private static final class Committer implements DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> {
        private final List<String> marks = new ArrayList<>();

        @Override
        public void markProcessed(RecordChangeEvent<SourceRecord> event) {
            marks.add("processed");
        }

        @Override
        public void markBatchFinished() {
            marks.add("finished");
        }

        @Override
        public void markProcessed(RecordChangeEvent<SourceRecord> event, DebeziumEngine.Offsets offsets) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DebeziumEngine.Offsets buildOffsets() {
            throw new UnsupportedOperationException();
        }
    }

    private final class Listener implements ForwardingListener {
        private boolean waiting;

        @Override
        public void sent(Instant created) {
            heard.add("sent");
        }

        @Override
        public void quarantined(Refusal.Reason reason) {
            heard.add("quarantined " + reason);
        }

        @Override
        public void pending(Instant oldest) {
            heard.add("pending");
        }

        @Override
        public void settled() {
            heard.add("settled");
        }

        @Override
        public void waits(String reason) {
            if (!waiting) {
                heard.add("waits");
            }
            waiting = true;
        }

        @Override
        public void goesOn() {
            if (waiting) {
                heard.add("goes on");
            }
            waiting = false;
        }
    }
}

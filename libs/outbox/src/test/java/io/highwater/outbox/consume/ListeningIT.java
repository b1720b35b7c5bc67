package io.highwater.outbox.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.contracts.MessageType;
import io.highwater.outbox.Outbox;
import io.highwater.outbox.TestApplication;
import io.highwater.testing.TestBroker;
import io.highwater.testing.TestDatabase;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/// From a record to its handler and back, over a broker.
@SpringBootTest(
        classes = TestApplication.class,
        properties = {
            "highwater.database=payments",
            "highwater.topics.partitions=1",
            // The records of the test bring their own trace.
            "spring.kafka.template.observation-enabled=false"
        })
@Import(ListeningIT.Handlers.class)
class ListeningIT {
    static {
        TestDatabase.useForServices();
        TestBroker.useForServices();
    }

    private static final String TOPIC = "listening-" + UUID.randomUUID();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Autowired
    private KafkaTemplate<byte[], byte[]> kafka;

    @Autowired
    private ConsumerFactory<byte[], byte[]> consumers;

    @Autowired
    private Handlers handlers;

    @Autowired
    private Subscriptions subscriptions;

    @Autowired
    private ListenersHealth health;

    @Autowired
    private JdbcClient jdbc;

    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void forget() {
        handlers.forget();
    }

    @Test
    void aMessageIsHandledOnceHoweverOftenItIsDelivered() {
        send(id, "Note.v1", "{\"text\": \"hello\"}");
        send(id, "Note.v1", "{\"text\": \"hello\"}");
        sendLast();

        awaitHandled("hello", "last");
    }

    @Test
    void aReplayableMessageIsHandledEachTime() {
        send(id, "Question.v1", "{\"text\": \"who?\"}");
        send(id, "Question.v1", "{\"text\": \"who?\"}");

        awaitHandled("who?", "who?");
    }

    @Test
    void whatIsAppendedWhileHandlingBelongsToTheMessage() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        send(
                id,
                "Note.v1",
                "{\"text\": \"hello\"}",
                Map.of("ce_correlationid", "order-1", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));

        awaitHandled("hello");
        var row = jdbc.sql("SELECT * FROM outbox_event WHERE causation_id = :id")
                .param("id", id)
                .query()
                .singleRow();
        assertThat(row).containsEntry("correlation_id", "order-1");
        assertThat((String) row.get("traceparent")).contains(trace);
        assertThat(handlers.traces).containsExactly(trace);
        assertThat(handlers.orders).containsExactly("order-1");
    }

    @Test
    void whatCannotBeDecodedGoesToTheDeadLettersAndTheNextIsHandled() {
        send(id, "Note.v1", "{\"text\": ", Map.of("x-extra", "kept"));
        sendLast();

        awaitHandled("last");
        var dead = deadLetter(id);
        assertThat(new String(dead.value(), UTF_8)).isEqualTo("{\"text\": ");
        assertThat(header(dead, "ce_type")).isEqualTo("Note.v1");
        assertThat(header(dead, "x-extra")).isEqualTo("kept");
        assertThat(header(dead, "kafka_dlt-original-topic")).isEqualTo(TOPIC);
        assertThat(header(dead, "kafka_dlt-exception-cause-fqcn")).contains("UndecodableMessageException");
    }

    @Test
    void anUnknownMajorVersionGoesToTheDeadLetters() {
        send(id, "Note.v2", "{\"words\": []}");
        sendLast();

        awaitHandled("last");
        assertThat(header(deadLetter(id), "kafka_dlt-exception-message")).contains("Note.v2");
    }

    @Test
    void typesOfOthersAreSkipped() {
        send(id, "Unrelated.v1", "whatever");
        sendLast();

        awaitHandled("last");
        assertThat(deadLetters()).noneMatch(dead -> header(dead, "ce_id").equals(id));
    }

    @Test
    void aDefectIsTriedAFewTimesAndLeavesNothingBehind() {
        send(id, "Note.v1", "{\"text\": \"defect\"}");
        sendLast();

        awaitHandled("defect", "defect", "defect", "defect", "last");
        assertThat(header(deadLetter(id), "kafka_dlt-exception-message")).contains("no good");
        assertThat(jdbc.sql("SELECT count(*) FROM outbox_event WHERE causation_id = :id")
                        .param("id", id)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void anOutageIsWaitedOutInOrder() {
        handlers.outages.set(5);

        send(id, "Note.v1", "{\"text\": \"hello\"}");
        sendLast();

        awaitHandled("hello", "last");
        assertThat(handlers.outages).hasValueLessThan(1);
    }

    /// An `Error` ends the consumer's thread; the watch starts it anew, and the message comes again.
    @Test
    void aListenerThatDiedIsNamedAndStartedAgain() {
        handlers.errors.set(1);

        send(id, "Note.v1", "{\"text\": \"hello\"}");

        await().atMost(PATIENCE).until(() -> !subscriptions.stopped().isEmpty());
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        awaitHandled("hello");
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        await().atMost(PATIENCE).until(() -> subscriptions.listeningSince().isPresent());
    }

    private void awaitHandled(String... texts) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(handlers.handled).containsExactly(texts));
    }

    private void sendLast() {
        send(UUID.randomUUID().toString(), "Note.v1", "{\"text\": \"last\"}");
    }

    private void send(String id, String type, String payload) {
        send(id, type, payload, Map.of());
    }

    private void send(String id, String type, String payload, Map<String, String> headers) {
        var message = new ProducerRecord<>(TOPIC, "key".getBytes(UTF_8), payload.getBytes(UTF_8));
        message.headers().add("ce_id", id.getBytes(UTF_8)).add("ce_type", type.getBytes(UTF_8));
        headers.forEach((name, value) -> message.headers().add(name, value.getBytes(UTF_8)));
        kafka.send(message).join();
    }

    private ConsumerRecord<byte[], byte[]> deadLetter(String id) {
        var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        await().atMost(PATIENCE).until(() -> {
            deadLetters().stream()
                    .filter(dead -> header(dead, "ce_id").equals(id))
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        var partition = new TopicPartition(TOPIC + "-dlt", 0);
        try (var consumer = consumers.createConsumer("reader", "")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var end = consumer.endOffsets(List.of(partition)).get(partition);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), UTF_8);
    }

    @MessageType("Note.v1")
    record Note(String text) {}

    @MessageType("Question.v1")
    record Question(String text) {}

    @TestConfiguration
    static class Handlers {
        final List<String> handled = new CopyOnWriteArrayList<>();
        final List<String> traces = new CopyOnWriteArrayList<>();
        final List<String> orders = new CopyOnWriteArrayList<>();
        final AtomicInteger outages = new AtomicInteger();
        final AtomicInteger errors = new AtomicInteger();

        void forget() {
            handled.clear();
            traces.clear();
            orders.clear();
            outages.set(0);
            errors.set(0);
        }

        @Bean
        Subscription notes(Outbox outbox, Tracer tracer) {
            return Subscription.of("listening-" + UUID.randomUUID())
                    .on(TOPIC, Note.class, (note, _) -> take(note, outbox, tracer))
                    .onEvery(TOPIC, Question.class, (question, _) -> handled.add(question.text()))
                    .build();
        }

        private void take(Note note, Outbox outbox, Tracer tracer) {
            outbox.append("somewhere", "key", note);
            if (outages.getAndDecrement() > 0) {
                throw new DataAccessResourceFailureException("away");
            }
            if (errors.getAndDecrement() > 0) {
                throw new NoClassDefFoundError("half deployed");
            }
            handled.add(note.text());
            traces.add(tracer.currentSpan().context().traceId());
            orders.add(MDC.get("orderId"));
            if (note.text().equals("defect")) {
                throw new IllegalStateException("no good");
            }
        }
    }
}

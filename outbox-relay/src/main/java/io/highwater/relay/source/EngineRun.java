package io.highwater.relay.source;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.highwater.relay.forwarding.BatchForwarder;
import io.highwater.relay.forwarding.ForwardingListener;
import io.highwater.relay.forwarding.QuarantineRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One engine with a producer of its own, from start to end. A new run gets a new producer, so that nothing of a failed
/// run is sent behind its back.
final class EngineRun {
    private static final Logger LOG = LoggerFactory.getLogger(EngineRun.class);
    private static final Duration BETWEEN_CLOSE_ATTEMPTS = Duration.ofMillis(200);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Source source;
    private final KafkaProducer<byte[], byte[]> producer;
    private final BatchForwarder forwarder;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final AtomicReference<@Nullable String> error = new AtomicReference<>();
    private volatile boolean over;

    EngineRun(Source source, RelaySettings settings, ForwardingListener listener, Runnable onPolling) {
        this.source = source;
        var client = clientSettings(settings);
        this.producer = new KafkaProducer<>(producerSettings(source, client));
        this.forwarder = new BatchForwarder(
                producer,
                new BrokerTopics(client, settings.quarantineTopic()),
                new QuarantineRecords(settings.quarantineTopic(), source.name()),
                listener,
                new BatchForwarder.Patience(settings.topicPatience(), settings.brokerPatience(), BETWEEN_LOOKS));
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(EngineProperties.of(source, settings))
                .using(EngineRun.class.getClassLoader())
                .using(new DebeziumEngine.ConnectorCallback() {
                    @Override
                    public void pollingStarted() {
                        onPolling.run();
                    }
                })
                .using((success, message, failure) -> error.set(describe(success, message, failure)))
                .notifying(forwarder)
                .build();
    }

    /// The first thing that went wrong, down the chain of causes: the outer messages only say that something did.
    private static @Nullable String describe(boolean success, @Nullable String message, @Nullable Throwable failure) {
        if (success) {
            return null;
        }
        if (failure == null) {
            return message;
        }
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "%s: %s".formatted(root.getClass().getSimpleName(), root.getMessage());
    }

    private static Map<String, Object> clientSettings(RelaySettings settings) {
        var client = new HashMap<String, Object>(settings.producer());
        client.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        client.putIfAbsent(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        return client;
    }

    private static Map<String, Object> producerSettings(Source source, Map<String, Object> client) {
        var settings = new HashMap<>(client);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "relay-" + source.name());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Endless: a record given up while later ones of its key go on would break their order.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        settings.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(8 * 1024 * 1024));
        return settings;
    }

    /// Blocks until the engine has ended. Returns why; an engine that was stopped ends without a reason.
    String run() {
        try {
            engine.run();
        } finally {
            over = true;
            // What is still in the producer belongs to a batch that was not confirmed, and is read again.
            producer.close(Duration.ZERO);
        }
        var reason = error.get();
        return reason == null ? "ended" : reason;
    }

    /// Asks the engine to end, from another thread than the one in {@link #run}. Blocks until it has been told: an
    /// engine that is just starting or already stopping refuses to be closed.
    void stop() {
        forwarder.stop();
        while (!over) {
            try {
                engine.close();
                return;
            } catch (IllegalStateException refused) {
                LOG.atDebug()
                        .addKeyValue("source", source.name())
                        .addKeyValue("error", refused.getMessage())
                        .log("the engine cannot be closed just now");
            } catch (IOException failed) {
                LOG.atWarn()
                        .addKeyValue("source", source.name())
                        .addKeyValue("error", failed)
                        .log("the engine did not close cleanly");
                return;
            }
            try {
                Thread.sleep(BETWEEN_CLOSE_ATTEMPTS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

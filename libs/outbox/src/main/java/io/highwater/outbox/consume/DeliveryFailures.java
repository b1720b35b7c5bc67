package io.highwater.outbox.consume;

import io.highwater.outbox.UndecodableMessageException;
import io.highwater.outbox.outage.Failure;
import io.highwater.outbox.outage.OutageLog;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

/// What becomes of a record whose handling failed: waited for, tried again, or moved to `<topic>-dlt` with its
/// bytes and
/// headers as they were and the cause beside them (`kafka_dlt-*`).
public final class DeliveryFailures {
    /// Suffix of the topic that takes what could not be handled.
    public static final String DEAD_LETTER_SUFFIX = "-dlt";

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryFailures.class);

    private DeliveryFailures() {}

    /// @param attempts how often a message is handed to a defective handler before it is moved away
    public static DefaultErrorHandler errorHandler(KafkaOperations<?, ?> deadLetters, int attempts, OutageLog outages) {
        var handler = new DefaultErrorHandler(recoverer(deadLetters));
        handler.setBackOffFunction((_, thrown) -> backOff(thrown, attempts));
        handler.setRetryListeners(new Reporter(outages));
        // Reported by the listener above, once; the container would add a stack trace for every attempt.
        handler.setLogLevel(KafkaException.Level.DEBUG);
        return handler;
    }

    private static DeadLetterPublishingRecoverer recoverer(KafkaOperations<?, ?> deadLetters) {
        var recoverer = new DeadLetterPublishingRecoverer(
                deadLetters,
                (message, _) -> new TopicPartition(message.topic() + DEAD_LETTER_SUFFIX, message.partition()));
        recoverer.excludeHeader(HeadersToAdd.EX_STACKTRACE);
        return recoverer;
    }

    private static BackOff backOff(Throwable thrown, int attempts) {
        if (isUndecodable(thrown)) {
            return new FixedBackOff(0, 0);
        }
        var backOff = new ExponentialBackOff(200, 2);
        backOff.setMaxInterval(5_000);
        if (Failure.of(thrown) == Failure.DEFECT) {
            backOff.setMaxAttempts(attempts - 1L);
        }
        return backOff;
    }

    private static boolean isUndecodable(Throwable thrown) {
        return thrown instanceof UndecodableMessageException
                || thrown.getCause() instanceof UndecodableMessageException;
    }

    /// Tells the person on call what the error handler decided.
    private record Reporter(OutageLog outages) implements RetryListener {
        @Override
        public void failedDelivery(ConsumerRecord<?, ?> message, @Nullable Exception thrown, int attempt) {
            if (thrown == null) {
                return;
            }
            var cause = rootOf(thrown);
            if (Failure.of(thrown) == Failure.INFRASTRUCTURE) {
                outages.down(String.valueOf(cause));
            } else if (!isUndecodable(thrown)) {
                LOG.atWarn()
                        .addKeyValue("message", position(message))
                        .addKeyValue("attempt", attempt)
                        .setCause(cause)
                        .log("handling a message failed");
            }
        }

        @Override
        public void recovered(ConsumerRecord<?, ?> message, @Nullable Exception thrown) {
            LOG.atError()
                    .addKeyValue("message", position(message))
                    .addKeyValue("error", String.valueOf(rootOf(thrown)))
                    .log("moved a message to {}{}", message.topic(), DEAD_LETTER_SUFFIX);
        }

        @Override
        public void recoveryFailed(ConsumerRecord<?, ?> message, @Nullable Exception original, Exception failure) {
            LOG.atWarn()
                    .addKeyValue("message", position(message))
                    .addKeyValue("error", String.valueOf(rootOf(failure)))
                    .log("could not write to {}{}, will try again", message.topic(), DEAD_LETTER_SUFFIX);
        }

        private static String position(ConsumerRecord<?, ?> message) {
            return message.topic() + "-" + message.partition() + "@" + message.offset();
        }

        private static @Nullable Throwable rootOf(@Nullable Throwable thrown) {
            var cause = thrown;
            while (cause != null && cause.getCause() != null) {
                cause = cause.getCause();
            }
            return cause;
        }
    }
}

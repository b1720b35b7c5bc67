package io.highwater.outbox.consume;

import io.highwater.outbox.CurrentMessage;
import io.highwater.outbox.Envelope;
import io.highwater.outbox.EnvelopeReader;
import io.highwater.outbox.Inbox;
import io.highwater.outbox.PayloadReader;
import io.highwater.outbox.UndecodableMessageException;
import io.highwater.outbox.outage.OutageLog;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.transaction.support.TransactionOperations;

/// From a record to its handler: decode, inbox, handle, in one transaction.
final class Dispatcher implements MessageListener<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Subscription subscription;
    private final PayloadReader payloads;
    private final Inbox inbox;
    private final TransactionOperations transactions;
    private final OutageLog outages;

    Dispatcher(
            Subscription subscription,
            PayloadReader payloads,
            Inbox inbox,
            TransactionOperations transactions,
            OutageLog outages) {
        this.subscription = subscription;
        this.payloads = payloads;
        this.inbox = inbox;
        this.transactions = transactions;
        this.outages = outages;
    }

    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> message) {
        var envelope = EnvelopeReader.read(message);
        var route = subscription.route(envelope.topic(), envelope.type());
        if (route.isPresent()) {
            dispatch(envelope, route.get());
        } else if (subscription.handlesNameOf(envelope.topic(), envelope.type())) {
            throw new UndecodableMessageException(
                    "%s has a major version that %s does not know".formatted(envelope.type(), subscription.consumer()));
        }
    }

    private <T> void dispatch(Envelope envelope, Subscription.Route<T> route) {
        var payload = payloads.read(envelope, route.type());
        try (var _ = LogKeys.of(envelope, payload)) {
            CurrentMessage.during(
                    envelope, () -> transactions.executeWithoutResult(_ -> handle(envelope, payload, route)));
            outages.up();
        }
    }

    private <T> void handle(Envelope envelope, T payload, Subscription.Route<T> route) {
        if (route.once() && !inbox.accept(subscription.consumer(), envelope)) {
            LOG.atDebug().addKeyValue("message", envelope.id()).log("{} was handled before", envelope.type());
            return;
        }
        route.handler().handle(payload, envelope);
    }
}

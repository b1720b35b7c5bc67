package io.highwater.outbox.consume;

import io.highwater.outbox.Inbox;
import io.highwater.outbox.PayloadReader;
import io.highwater.outbox.outage.OutageLog;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Door to the starter's listener for tests without a broker: what a container would hand over goes in here.
public final class Delivery {
    private final Dispatcher dispatcher;

    public Delivery(BeanFactory service) {
        dispatcher = new Dispatcher(
                service.getBean(Subscription.class),
                service.getBean(PayloadReader.class),
                service.getBean(Inbox.class),
                new TransactionTemplate(service.getBean(PlatformTransactionManager.class)),
                service.getBean(OutageLog.class));
    }

    public void deliver(ConsumerRecord<byte[], byte[]> message) {
        dispatcher.onMessage(message);
    }
}

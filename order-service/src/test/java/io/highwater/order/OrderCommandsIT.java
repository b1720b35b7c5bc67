package io.highwater.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.contracts.Topics;
import io.highwater.contracts.orders.ConfirmOrder;
import io.highwater.contracts.orders.RejectOrder;
import io.highwater.contracts.orders.ShipOrder;
import io.highwater.order.ordering.Order;
import io.highwater.order.ordering.OrderState;
import io.highwater.order.ordering.OrderStatus;
import io.highwater.order.ordering.Orders;
import io.highwater.order.ordering.PlaceOrder;
import io.highwater.outbox.MessageTypes;
import io.highwater.testing.TestBroker;
import io.highwater.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/// The saga's commands, over a broker. Events are what lies in the outbox.
@SpringBootTest
class OrderCommandsIT {
    static {
        TestDatabase.useForServices();
        TestBroker.useForServices();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    private PlaceOrder placeOrder;

    @Autowired
    private Orders orders;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private KafkaTemplate<byte[], byte[]> kafka;

    @Autowired
    private JsonMapper json;

    private final UUID saga = UUID.randomUUID();
    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void place() {
        placeOrder.handle(id, "alice", List.of(new PlaceOrder.Item("book", 2)));
    }

    @Test
    void anOrderIsConfirmedAndShipped() {
        send(new ConfirmOrder(saga, id));
        send(new ShipOrder(saga, id));

        awaitStatus(OrderStatus.SHIPPED);
        assertThat(events()).containsExactly("OrderPlaced.v1", "OrderConfirmed.v1", "OrderShipped.v1");
    }

    @Test
    void anOrderIsRejectedWithItsReason() {
        send(new RejectOrder(saga, id, "OUT_OF_STOCK", "no book is left"));

        awaitStatus(OrderStatus.REJECTED);
        assertThat(order().state()).isEqualTo(new OrderState.Rejected("OUT_OF_STOCK", "no book is left"));
    }

    @Test
    void aRepeatedCommandIsAnsweredWithTheSameEvent() {
        send(new ConfirmOrder(saga, id));
        send(new ConfirmOrder(saga, id));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events())
                        .containsExactly("OrderPlaced.v1", "OrderConfirmed.v1", "OrderConfirmed.v1"));
        assertThat(jdbc.sql("SELECT count(DISTINCT id) FROM outbox_event WHERE subject = :order")
                        .param("order", id.toString())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void whatCannotBeReadDoesNotHoldUpTheNextCommand() {
        var broken = new ProducerRecord<>(Topics.ORDER_COMMANDS, bytes(saga.toString()), bytes("{"));
        broken.headers().add("ce_id", bytes("1")).add("ce_type", bytes("ConfirmOrder.v1"));
        kafka.send(broken).join();

        send(new ConfirmOrder(saga, id));

        awaitStatus(OrderStatus.CONFIRMED);
    }

    private void awaitStatus(OrderStatus status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(order().state().status()).isEqualTo(status));
    }

    private Order order() {
        return orders.find(id).orElseThrow();
    }

    private List<String> events() {
        return jdbc.sql("SELECT type FROM outbox_event WHERE subject = :order ORDER BY created_at")
                .param("order", id.toString())
                .query(String.class)
                .list();
    }

    private void send(Object command) {
        var message =
                new ProducerRecord<>(Topics.ORDER_COMMANDS, bytes(saga.toString()), json.writeValueAsBytes(command));
        message.headers()
                .add("ce_id", bytes(UUID.randomUUID().toString()))
                .add("ce_type", bytes(MessageTypes.of(command.getClass()).orElseThrow()));
        kafka.send(message).join();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}

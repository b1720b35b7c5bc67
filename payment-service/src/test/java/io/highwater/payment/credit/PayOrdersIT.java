package io.highwater.payment.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.highwater.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The saga's steps on a real database. Replies are what lies in the outbox.
@SpringBootTest(properties = "highwater.bootstrap-servers=localhost:1")
class PayOrdersIT {
    static {
        TestDatabase.useForServices();
    }

    @Autowired
    private PayOrders orders;

    @Autowired
    private SetLimit setLimit;

    @Autowired
    private Credits credits;

    @Autowired
    private JdbcClient jdbc;

    private final UUID saga = UUID.randomUUID();
    private final UUID order = UUID.randomUUID();
    private final String user = "user-" + saga;

    @BeforeEach
    void trust() {
        setLimit.handle(user, 1000);
    }

    @Test
    void anAmountIsHeldAndThenTaken() {
        orders.authorize(saga, order, user, 600);
        assertThat(credit()).isEqualTo(new Credit(user, 1000, 600, 0));

        orders.capture(saga, order);

        assertThat(credit()).isEqualTo(new Credit(user, 1000, 0, 600));
        assertThat(replies()).containsExactly("PaymentAuthorized.v1", "PaymentCaptured.v1");
    }

    @Test
    void whatTheCreditDoesNotCoverIsDeclined() {
        orders.authorize(saga, order, user, 1001);

        assertThat(credit()).isEqualTo(new Credit(user, 1000, 0, 0));
        assertThat(replies()).containsExactly("PaymentDeclined.v1");
        assertThat(lastReply()).contains("CREDIT_EXCEEDED", "1001 cents are needed, 1000 are available");
    }

    @Test
    void aRepeatedCommandIsAnsweredAgainAndActsOnce() {
        orders.authorize(saga, order, user, 600);
        orders.authorize(saga, order, user, 600);
        orders.capture(saga, order);
        orders.capture(saga, order);

        assertThat(credit()).isEqualTo(new Credit(user, 1000, 0, 600));
        assertThat(replies())
                .containsExactly(
                        "PaymentAuthorized.v1", "PaymentAuthorized.v1", "PaymentCaptured.v1", "PaymentCaptured.v1");
        assertThat(jdbc.sql("SELECT count(DISTINCT id) FROM outbox_event WHERE message_key = :saga")
                        .param("saga", saga.toString())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void aVoidLetsTheHeldAmountGoOnce() {
        orders.authorize(saga, order, user, 600);
        orders.cancel(saga, order);
        orders.cancel(saga, order);

        assertThat(credit()).isEqualTo(new Credit(user, 1000, 0, 0));
        assertThat(replies()).containsExactly("PaymentAuthorized.v1", "PaymentVoided.v1", "PaymentVoided.v1");
    }

    @Test
    void aVoidThatOvertakesItsAuthorizationBlocksIt() {
        orders.cancel(saga, order);
        orders.authorize(saga, order, user, 600);

        assertThat(credit()).isEqualTo(new Credit(user, 1000, 0, 0));
        assertThat(replies()).containsExactly("PaymentVoided.v1", "PaymentDeclined.v1");
        assertThat(lastReply()).contains("CANCELLED");
    }

    @Test
    void whatIsNotHeldCannotBeTaken() {
        orders.authorize(saga, order, user, 600);
        orders.cancel(saga, order);
        orders.capture(saga, order);

        assertThat(credit()).isEqualTo(new Credit(user, 1000, 0, 0));
        assertThat(lastReply()).contains("NOT_AUTHORIZED");
    }

    @Test
    void whatIsTakenCannotBeVoided() {
        orders.authorize(saga, order, user, 600);
        orders.capture(saga, order);

        assertThatIllegalStateException().isThrownBy(() -> orders.cancel(saga, order));
        assertThat(credit()).isEqualTo(new Credit(user, 1000, 0, 600));
    }

    @Test
    void ordersAtTheSameTimeDoNotExceedTheCredit() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> purchases = IntStream.range(0, 12)
                    .mapToObj(_ -> (Callable<Void>) () -> {
                        orders.authorize(UUID.randomUUID(), UUID.randomUUID(), user, 300);
                        return null;
                    })
                    .toList();
            threads.invokeAll(purchases).forEach(purchase -> purchase.resultNow());
        }

        assertThat(credit()).isEqualTo(new Credit(user, 1000, 900, 0));
    }

    @Test
    void aStrangerGetsTheDefaultCredit() {
        var stranger = "stranger-" + saga;

        orders.authorize(saga, order, stranger, 1_000_000);

        assertThat(credits.find(stranger)).contains(new Credit(stranger, 1_000_000, 1_000_000, 0));
    }

    private Credit credit() {
        return credits.find(user).orElseThrow();
    }

    private List<String> replies() {
        return column("type");
    }

    private String lastReply() {
        return column("payload").getLast();
    }

    private List<String> column(String name) {
        return jdbc.sql("SELECT " + name + " FROM outbox_event WHERE topic = 'saga_replies' AND message_key = :saga"
                        + " ORDER BY created_at")
                .param("saga", saga.toString())
                .query(String.class)
                .list();
    }
}

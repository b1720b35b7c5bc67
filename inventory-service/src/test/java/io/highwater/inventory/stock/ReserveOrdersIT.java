package io.highwater.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.highwater.testing.TestDatabase;
import java.util.List;
import java.util.Map;
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
class ReserveOrdersIT {
    static {
        TestDatabase.useForServices();
    }

    @Autowired
    private ReserveOrders orders;

    @Autowired
    private CountStock countStock;

    @Autowired
    private Warehouse warehouse;

    @Autowired
    private JdbcClient jdbc;

    private final UUID saga = UUID.randomUUID();
    private final UUID order = UUID.randomUUID();
    private final String sku = "item-" + saga;

    @BeforeEach
    void stockUp() {
        countStock.handle(sku, 10);
    }

    @Test
    void stockIsSetAside() {
        orders.reserve(saga, order, demand(3));

        assertThat(stock()).isEqualTo(new Stock(sku, 10, 3, 0));
        assertThat(replies()).containsExactly("StockReserved.v1");
    }

    @Test
    void allLinesOrNone() {
        orders.reserve(saga, order, new Demand(Map.of(sku, 3, "unicorn", 1)));

        assertThat(stock()).isEqualTo(new Stock(sku, 10, 0, 0));
        assertThat(replies()).containsExactly("StockRejected.v1");
    }

    @Test
    void aRepeatedCommandIsAnsweredAgainWithTheSameReply() {
        orders.reserve(saga, order, demand(3));
        orders.reserve(saga, order, demand(3));

        assertThat(stock().reserved()).isEqualTo(3);
        assertThat(replies()).containsExactly("StockReserved.v1", "StockReserved.v1");
        assertThat(jdbc.sql("SELECT count(DISTINCT id || payload) FROM outbox_event WHERE message_key = :saga")
                        .param("saga", saga.toString())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aReleaseGivesEverythingBackOnce() {
        orders.reserve(saga, order, demand(3));
        orders.release(saga, order);
        orders.release(saga, order);

        assertThat(stock()).isEqualTo(new Stock(sku, 10, 0, 0));
        assertThat(replies()).containsExactly("StockReserved.v1", "StockReleased.v1", "StockReleased.v1");
    }

    @Test
    void aReleaseThatOvertakesItsReservationBlocksIt() {
        orders.release(saga, order);
        orders.reserve(saga, order, demand(3));

        assertThat(stock().reserved()).isZero();
        assertThat(replies()).containsExactly("StockReleased.v1", "StockRejected.v1");
    }

    @Test
    void aRejectedReservationHasNothingToRelease() {
        orders.reserve(saga, order, demand(11));
        orders.release(saga, order);

        assertThat(stock()).isEqualTo(new Stock(sku, 10, 0, 0));
        assertThat(replies()).containsExactly("StockRejected.v1", "StockReleased.v1");
    }

    @Test
    void aShippedOrderLeavesTheWarehouseOnce() {
        orders.reserve(saga, order, demand(3));
        orders.ship(order);
        orders.ship(order);

        assertThat(stock()).isEqualTo(new Stock(sku, 7, 0, 3));
    }

    @Test
    void whatIsShippedCannotBeReleased() {
        orders.reserve(saga, order, demand(3));
        orders.ship(order);

        assertThatIllegalStateException().isThrownBy(() -> orders.release(saga, order));
        assertThat(stock()).isEqualTo(new Stock(sku, 7, 0, 3));
    }

    @Test
    void theLastPieceGoesToOneOfManyWhoWantIt() throws Exception {
        countStock.handle(sku, 1);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> wishes = IntStream.range(0, 12)
                    .mapToObj(_ -> (Callable<String>) () -> {
                        var rival = UUID.randomUUID();
                        orders.reserve(rival, UUID.randomUUID(), demand(1));
                        return repliesTo(rival).getFirst();
                    })
                    .toList();
            var replies = threads.invokeAll(wishes).stream()
                    .map(reply -> reply.resultNow())
                    .toList();
            assertThat(replies).containsOnlyOnce("StockReserved.v1").contains("StockRejected.v1");
        }
        assertThat(stock()).isEqualTo(new Stock(sku, 1, 1, 0));
    }

    @Test
    void ordersThatNameItemsInAnotherOrderDoNotBlockEachOther() throws Exception {
        var other = "other-" + sku;
        countStock.handle(sku, 1000);
        countStock.handle(other, 1000);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> wishes = IntStream.range(0, 40)
                    .mapToObj(i -> (Callable<String>) () -> {
                        var rival = UUID.randomUUID();
                        var first = i % 2 == 0 ? sku : other;
                        var second = i % 2 == 0 ? other : sku;
                        orders.reserve(rival, UUID.randomUUID(), new Demand(Map.of(first, 1, second, 1)));
                        return repliesTo(rival).getFirst();
                    })
                    .toList();
            assertThat(threads.invokeAll(wishes).stream().map(reply -> reply.resultNow()))
                    .containsOnly("StockReserved.v1");
        }
        assertThat(stock().reserved()).isEqualTo(40);
    }

    @Test
    void aCountBelowWhatIsReservedIsRefused() {
        orders.reserve(saga, order, demand(3));

        assertThat(countStock.handle(sku, 2)).isEqualTo(new CountStock.Counted.BelowReserved(3));
        assertThat(stock().onHand()).isEqualTo(10);
    }

    @Test
    void everyChangeIsAnnounced() {
        orders.reserve(saga, order, demand(3));
        orders.release(saga, order);

        assertThat(jdbc.sql("SELECT payload::json->>'reserved' FROM outbox_event WHERE topic = 'inventory_events'"
                                + " AND message_key = :sku ORDER BY created_at")
                        .param("sku", sku)
                        .query(String.class)
                        .list())
                .containsExactly("0", "3", "0");
    }

    private Demand demand(int quantity) {
        return new Demand(Map.of(sku, quantity));
    }

    private Stock stock() {
        return warehouse.find(sku).orElseThrow();
    }

    private List<String> replies() {
        return repliesTo(saga);
    }

    private List<String> repliesTo(UUID someSaga) {
        return jdbc.sql("SELECT type FROM outbox_event WHERE topic = 'saga_replies' AND message_key = :saga"
                        + " ORDER BY created_at")
                .param("saga", someSaga.toString())
                .query(String.class)
                .list();
    }
}

package io.highwater.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.contracts.inventory.StockReserved;
import io.highwater.contracts.payments.PaymentAuthorized;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Crashes, restarts and two instances: what is in the database is all that counts.
class SharedDatabaseIT {
    private final TestClock clock = new TestClock();
    private final UUID order = UUID.randomUUID();

    @Test
    void anotherInstanceGoesOnAfterACrash() throws Exception {
        UUID saga;
        String reply;
        String cause;
        try (var first = SagaService.start(clock)) {
            saga = first.place(order);
            cause = first.sent(order).getLast().id().toString();
            reply = first.reply(order, new StockReserved(saga, order));
        }

        try (var second = SagaService.start(clock)) {
            // The offset was not committed yet, so the reply comes once more.
            second.receive("saga_replies", new StockReserved(saga, order), reply, cause);
            clock.advance(Duration.ofSeconds(10));
            second.scan();
            second.reply(order, new PaymentAuthorized(saga, order, 1999));

            assertThat(second.sentTypes(order))
                    .containsExactly(
                            "ReserveStock.v1", "AuthorizePayment.v1", "AuthorizePayment.v1", "CapturePayment.v1");
        }
    }

    @Test
    void whatFailsBeforeTheCommitLeavesNoTraceAndIsDoneOnTheNextDelivery() {
        try (var service = SagaService.start(clock)) {
            var saga = service.place(order);
            var cause = service.sent(order).getLast().id().toString();
            var transactions = new TransactionTemplate(service.bean(PlatformTransactionManager.class));

            assertThatThrownBy(() -> transactions.executeWithoutResult(_ -> {
                        service.receive("saga_replies", new StockReserved(saga, order), "reply-" + order, cause);
                        throw new IllegalStateException("killed");
                    }))
                    .hasMessage("killed");
            assertThat(service.sentTypes(order)).containsExactly("ReserveStock.v1");

            service.receive("saga_replies", new StockReserved(saga, order), "reply-" + order, cause);
            assertThat(service.sentTypes(order)).containsExactly("ReserveStock.v1", "AuthorizePayment.v1");
        }
    }

    @Test
    void twoInstancesShareTheDueSagas() {
        try (var first = SagaService.start(clock);
                var second = SagaService.start(clock)) {
            var orders = Stream.generate(UUID::randomUUID).limit(200).toList();
            orders.forEach(first::place);
            clock.advance(Duration.ofSeconds(10));

            CompletableFuture.allOf(
                            CompletableFuture.runAsync(first::scan),
                            CompletableFuture.runAsync(second::scan),
                            CompletableFuture.runAsync(first::scan),
                            CompletableFuture.runAsync(second::scan))
                    .join();

            assertThat(orders)
                    .allSatisfy(it ->
                            assertThat(first.sentTypes(it)).isEqualTo(List.of("ReserveStock.v1", "ReserveStock.v1")));
        }
    }

    @Test
    void theSameReplyAtTwoInstancesAtOnceCountsOnce() {
        try (var first = SagaService.start(clock);
                var second = SagaService.start(clock)) {
            var saga = first.place(order);
            var cause = first.sent(order).getLast().id().toString();

            CompletableFuture.allOf(Stream.of(first, second, first, second)
                            .map(it -> CompletableFuture.runAsync(() -> it.receive(
                                    "saga_replies", new StockReserved(saga, order), "reply-" + order, cause)))
                            .toArray(CompletableFuture[]::new))
                    .join();

            assertThat(first.sentTypes(order)).containsExactly("ReserveStock.v1", "AuthorizePayment.v1");
        }
    }

    @Test
    void aSagaThatAlwaysFailsKeepsNobodyWaiting() {
        try (var service = SagaService.start(clock)) {
            var broken = service.place(order);
            service.bean(JdbcClient.class)
                    .sql("UPDATE saga_instance SET data = '[]', wake_at = wake_at - interval '1 second' WHERE"
                            + " saga_id = :id")
                    .param("id", broken)
                    .update();
            var healthy = UUID.randomUUID();
            service.place(healthy);
            clock.advance(Duration.ofSeconds(10));

            service.scan();
            service.scan();

            assertThat(service.sentTypes(order)).hasSize(1);
            assertThat(service.sentTypes(healthy)).hasSize(2);
            assertThat(failedTurns(service, broken)).isEqualTo(1);

            clock.advance(Duration.ofSeconds(1));
            service.scan();
            assertThat(failedTurns(service, broken)).isEqualTo(2);
        }
    }

    private static int failedTurns(SagaService service, UUID saga) {
        return service.bean(JdbcClient.class)
                .sql("SELECT failed_turns FROM saga_instance WHERE saga_id = :id")
                .param("id", saga)
                .query(Integer.class)
                .single();
    }
}

package io.highwater.order.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.highwater.contracts.orders.OrderConfirmed;
import io.highwater.contracts.orders.OrderPlaced;
import io.highwater.contracts.orders.OrderRejected;
import io.highwater.contracts.orders.OrderShipped;
import io.highwater.order.ordering.Transition.Changed;
import io.highwater.order.ordering.Transition.Refused;
import io.highwater.order.ordering.Transition.Repeated;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Every command in every state.
class OrderTest {
    private static final Instant T0 = Instant.ofEpochSecond(1_000);
    private static final Instant T1 = Instant.ofEpochSecond(2_000);
    private static final Instant T2 = Instant.ofEpochSecond(3_000);
    private static final UUID E0 = new UUID(0, 1);
    private static final UUID E1 = new UUID(0, 2);
    private static final UUID E2 = new UUID(0, 3);

    private final UUID id = new UUID(7, 7);
    private final Order pending =
            Order.place(id, "alice", List.of(new Line("book", 2, 1999), new Line("lamp", 1, 4999)), T0, E0);
    private final Order confirmed = ((Changed) pending.confirm(T1, E1)).order();
    private final Order shipped = ((Changed) confirmed.ship("HW1", T2, E2)).order();
    private final Order rejected = ((Changed) pending.reject("OUT_OF_STOCK", "no lamp", T1, E1)).order();

    @Test
    void anOrderAddsUp() {
        assertThat(pending.totalCents()).isEqualTo(8997);
        assertThat(pending.placedAt()).isEqualTo(T0);
        assertThat(pending.eventOf(pending.latestChange())).isInstanceOf(OrderPlaced.class);
    }

    @Test
    void aPendingOrderIsConfirmedOrRejected() {
        assertThat(confirmed.state()).isEqualTo(new OrderState.Confirmed());
        assertThat(confirmed.eventOf(confirmed.latestChange())).isEqualTo(new OrderConfirmed(id, "alice", 8997, T1));
        assertThat(rejected.eventOf(rejected.latestChange()))
                .isEqualTo(new OrderRejected(id, "alice", "OUT_OF_STOCK", "no lamp", T1));
        assertThat(pending.ship("HW1", T1, E1)).isInstanceOf(Refused.class);
    }

    @Test
    void aConfirmedOrderIsShipped() {
        assertThat(shipped.eventOf(shipped.latestChange())).isEqualTo(new OrderShipped(id, "alice", "HW1", T2));
        assertThat(confirmed.reject("LATE", "", T2, E2)).isInstanceOf(Refused.class);
        assertThat(confirmed.confirm(T2, E2))
                .isEqualTo(new Repeated(confirmed, new Change(OrderStatus.CONFIRMED, T1, E1)));
    }

    @Test
    void aShippedOrderIsFinal() {
        assertThat(shipped.ship("HW2", T2, E0))
                .isEqualTo(new Repeated(shipped, new Change(OrderStatus.SHIPPED, T2, E2)));
        assertThat(shipped.confirm(T2, E0)).isEqualTo(new Repeated(shipped, new Change(OrderStatus.CONFIRMED, T1, E1)));
        assertThat(shipped.reject("LATE", "", T2, E0)).isInstanceOf(Refused.class);
    }

    @Test
    void aRejectedOrderIsFinal() {
        assertThat(rejected.reject("OTHER", "", T2, E2))
                .isEqualTo(new Repeated(rejected, new Change(OrderStatus.REJECTED, T1, E1)));
        assertThat(rejected.confirm(T2, E2)).isInstanceOf(Refused.class);
        assertThat(rejected.ship("HW1", T2, E2)).isInstanceOf(Refused.class);
    }

    @Test
    void anOrderIsForSomething() {
        assertThatIllegalArgumentException().isThrownBy(() -> Order.place(id, "alice", List.of(), T0, E0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Line("book", 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Line("book", 1, -1));
    }
}

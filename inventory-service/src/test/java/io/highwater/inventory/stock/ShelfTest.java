package io.highwater.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShelfTest {
    private final Shelf shelf = new Shelf(List.of(new Stock("book", 10, 4, 0), new Stock("lamp", 1, 1, 0)));

    @Test
    void whatIsNotReservedIsAvailable() {
        assertThat(shelf.shortageFor(new Demand(Map.of("book", 6)))).isEmpty();
    }

    @Test
    void onePieceTooManyIsAShortage() {
        assertThat(shelf.shortageFor(new Demand(Map.of("book", 7)))).contains(new Shelf.Shortage("book", 7, 6));
    }

    @Test
    void oneItemRunningShortFailsTheWholeDemand() {
        assertThat(shelf.shortageFor(new Demand(Map.of("book", 1, "lamp", 1))))
                .contains(new Shelf.Shortage("lamp", 1, 0));
    }

    @Test
    void nobodyHasAnUnknownItem() {
        assertThat(shelf.shortageFor(new Demand(Map.of("nothing", 1)))).contains(new Shelf.Shortage("nothing", 1, 0));
    }

    @Test
    void aDemandIsForSomething() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Demand(Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Demand(Map.of("book", 0)));
    }
}

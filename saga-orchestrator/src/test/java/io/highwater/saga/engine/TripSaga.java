package io.highwater.saga.engine;

import static io.highwater.saga.engine.Exchange.ask;
import static io.highwater.saga.engine.Step.compensatable;
import static io.highwater.saga.engine.Step.pivot;
import static io.highwater.saga.engine.Step.retriable;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/// A small saga for tests: book a seat, book a room, pay, print the ticket.
final class TripSaga {
    static final Timing TIMING = new Timing(
            Duration.ofMinutes(5),
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(20), 3),
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(60), 5));

    private TripSaga() {}

    record Trip(String traveller) {}

    sealed interface TripCommand {
        String traveller();
    }

    record BookSeat(String traveller) implements TripCommand {}

    record CancelSeat(String traveller) implements TripCommand {}

    record BookRoom(String traveller) implements TripCommand {}

    record CancelRoom(String traveller) implements TripCommand {}

    record Pay(String traveller) implements TripCommand {}

    record PrintTicket(String traveller) implements TripCommand {}

    record CallOff(String traveller, String reason) implements TripCommand {}

    record SeatBooked() {}

    record SeatCancelled() {}

    record RoomBooked() {}

    record RoomCancelled() {}

    record Paid() {}

    record TicketPrinted() {}

    record CalledOff() {}

    /// Refusal of a seat, a room or the payment: which one only the cause tells.
    record Sorry(String reason) {}

    static SagaDefinition<Trip> definition(Timing timing) {
        return new SagaDefinition<>(
                "trip",
                Trip.class,
                List.of(
                        compensatable(
                                "seat",
                                tell("seats", BookSeat::new, SeatBooked.class).orRefusal(Sorry.class, TripSaga::why),
                                tell("seats", CancelSeat::new, SeatCancelled.class)),
                        compensatable(
                                "room",
                                tell("rooms", BookRoom::new, RoomBooked.class).orRefusal(Sorry.class, TripSaga::why),
                                tell("rooms", CancelRoom::new, RoomCancelled.class)),
                        pivot("pay", tell("payments", Pay::new, Paid.class).orRefusal(Sorry.class, TripSaga::why)),
                        retriable("ticket", tell("tickets", PrintTicket::new, TicketPrinted.class))),
                ask(
                        "trips",
                        it -> new CallOff(
                                it.saga().data().traveller(), it.failure().reason()),
                        CalledOff.class),
                timing);
    }

    static Saga<Trip> saga() {
        return new Saga<>(UUID.fromString("00000000-0000-7000-8000-000000000001"), "trip-1", new Trip("ada"));
    }

    private static Exchange<Trip> tell(String topic, Function<String, Object> command, Class<?> success) {
        return ask(topic, it -> command.apply(it.saga().data().traveller()), success);
    }

    private static Failure why(Sorry sorry) {
        return new Failure(sorry.reason(), "sorry");
    }
}

package io.highwater.saga.engine;

import io.highwater.saga.engine.TripSaga.BookRoom;
import io.highwater.saga.engine.TripSaga.BookSeat;
import io.highwater.saga.engine.TripSaga.CallOff;
import io.highwater.saga.engine.TripSaga.CalledOff;
import io.highwater.saga.engine.TripSaga.CancelRoom;
import io.highwater.saga.engine.TripSaga.CancelSeat;
import io.highwater.saga.engine.TripSaga.Paid;
import io.highwater.saga.engine.TripSaga.Pay;
import io.highwater.saga.engine.TripSaga.PrintTicket;
import io.highwater.saga.engine.TripSaga.RoomBooked;
import io.highwater.saga.engine.TripSaga.RoomCancelled;
import io.highwater.saga.engine.TripSaga.SeatBooked;
import io.highwater.saga.engine.TripSaga.SeatCancelled;
import io.highwater.saga.engine.TripSaga.Sorry;
import io.highwater.saga.engine.TripSaga.TicketPrinted;
import io.highwater.saga.engine.TripSaga.TripCommand;
import java.util.HashMap;
import java.util.Map;

/// The other side of the trip saga, as participants have to be: idempotent, and with a fence, so that a cancel that
/// overtakes its booking blocks it.
final class SimulatedParticipants {
    enum Effect {
        DONE,
        REFUSED,
        UNDONE
    }

    private final Map<String, Effect> effects = new HashMap<>();
    private final Chooser chooser;

    SimulatedParticipants(Chooser chooser) {
        this.chooser = chooser;
    }

    /// Handles a command, whether for the first time or again, and answers.
    Object handle(TripCommand command) {
        return switch (command) {
            case BookSeat _ -> act("seat", true, new SeatBooked());
            case CancelSeat _ -> undo("seat", new SeatCancelled());
            case BookRoom _ -> act("room", true, new RoomBooked());
            case CancelRoom _ -> undo("room", new RoomCancelled());
            case Pay _ -> act("pay", true, new Paid());
            case PrintTicket _ -> act("ticket", false, new TicketPrinted());
            case CallOff _ -> act("call off", false, new CalledOff());
        };
    }

    boolean is(String what, Effect effect) {
        return effects.get(what) == effect;
    }

    private Object act(String what, boolean mayRefuse, Object success) {
        var effect =
                effects.computeIfAbsent(what, _ -> mayRefuse && chooser.choose(2) == 1 ? Effect.REFUSED : Effect.DONE);
        return effect == Effect.DONE ? success : new Sorry("NOT_POSSIBLE");
    }

    private Object undo(String what, Object success) {
        effects.put(what, Effect.UNDONE);
        return success;
    }
}

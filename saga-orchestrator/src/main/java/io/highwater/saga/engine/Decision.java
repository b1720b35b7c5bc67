package io.highwater.saga.engine;

import java.util.List;
import java.util.UUID;

/// What the machine decided about an event.
public sealed interface Decision {

    /// The saga moved, or took note.
    ///
    /// @param commands to send, in this order
    /// @param timeline to append to the saga's history, in this order
    record Moved(SagaState state, List<Command> commands, List<TimelineEntry> timeline) implements Decision {
        public Moved {
            commands = List.copyOf(commands);
            timeline = List.copyOf(timeline);
        }
    }

    /// An operator asked for what this state does not allow; nothing changed.
    record Refused(String why) implements Decision {}

    /// A message to a participant.
    ///
    /// @param id the same each time this command of this saga is sent, so that participants can tell
    record Command(UUID id, String topic, UUID sagaId, Object message) {}
}

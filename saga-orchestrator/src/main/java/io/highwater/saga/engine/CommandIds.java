package io.highwater.saga.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/// Ids of a saga's commands: made from the saga, the step and the leg, so that a command that is sent again, by
/// whatever instance and after whatever crash, carries the same id.
final class CommandIds {
    private CommandIds() {}

    static UUID of(UUID sagaId, Leg leg, String step) {
        return UUID.nameUUIDFromBytes("%s/%s/%s".formatted(sagaId, leg, step).getBytes(UTF_8));
    }
}

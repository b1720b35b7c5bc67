package io.highwater.saga.engine;

import java.util.UUID;

/// What can happen to a running saga.
public sealed interface SagaEvent {

    /// A participant answered.
    ///
    /// @param message  the decoded answer
    /// @param causedBy id of the command that it answers, or [#UNSTATED]
    record Answered(Object message, UUID causedBy) implements SagaEvent {
        /// The answer does not say which command it answers; its type decides.
        public static final UUID UNSTATED = new UUID(0, 0);

        String name() {
            return message.getClass().getSimpleName();
        }
    }

    /// [SagaState#wakeAt] has come. Harmless when it has not.
    record DeadlinePassed() implements SagaEvent {}

    /// The message that started the saga came once more.
    record StartedAgain() implements SagaEvent {}
}

package io.highwater.saga.running;

import io.highwater.saga.engine.SagaMachine;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// The kinds of sagas that this service runs, by type.
@Component
public class SagaMachines {
    private final Map<String, SagaMachine<?>> byType;

    SagaMachines(List<SagaMachine<?>> machines) {
        byType = machines.stream()
                .collect(Collectors.toUnmodifiableMap(
                        machine -> machine.definition().type(), Function.identity()));
    }

    /// @throws IllegalArgumentException when a stored saga is of a type that this version does not know
    public SagaMachine<?> of(String type) {
        var machine = byType.get(type);
        if (machine == null) {
            throw new IllegalArgumentException("no saga of type %s is defined here".formatted(type));
        }
        return machine;
    }
}

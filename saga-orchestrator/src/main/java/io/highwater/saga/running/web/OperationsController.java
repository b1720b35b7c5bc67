package io.highwater.saga.running.web;

import io.highwater.outbox.web.RefusedRequestException;
import io.highwater.outbox.web.Texts;
import io.highwater.saga.engine.Decision;
import io.highwater.saga.engine.Operation;
import io.highwater.saga.engine.Operation.Action;
import io.highwater.saga.running.RunSagas;
import io.highwater.saga.running.SagaViews;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Acting on sagas. Each action needs a reason and ends up in the saga's timeline; answered with the saga as it is
/// then.
@RestController
@RequestMapping("/sagas/{sagaId}")
class OperationsController {
    private static final int MAX_OPERATOR_CHARS = 128;
    private static final int MAX_REASON_CHARS = 1_000;

    private final RunSagas sagas;
    private final SagaViews views;

    OperationsController(RunSagas sagas, SagaViews views) {
        this.sagas = sagas;
        this.views = views;
    }

    /// @param reason   why; required
    /// @param operator who; "operator" when absent
    record Request(@Nullable String reason, @Nullable String operator) {
        Operation operation(Action action) {
            return new Operation(
                    action,
                    checked("operator", operator == null ? "operator" : operator, MAX_OPERATOR_CHARS),
                    checked("reason", reason == null ? "" : reason, MAX_REASON_CHARS));
        }

        private static String checked(String name, String value, int maxChars) {
            if (value.isBlank()) {
                throw new RefusedRequestException(name, "must be given");
            }
            return Texts.valid(name, value, maxChars);
        }
    }

    @PostMapping("/retry")
    SagaResource retry(@PathVariable UUID sagaId, @RequestBody Request request) {
        return operate(sagaId, request.operation(Action.RETRY));
    }

    @PostMapping("/compensate")
    SagaResource compensate(@PathVariable UUID sagaId, @RequestBody Request request) {
        return operate(sagaId, request.operation(Action.COMPENSATE));
    }

    @PostMapping("/suspend")
    SagaResource suspend(@PathVariable UUID sagaId, @RequestBody Request request) {
        return operate(sagaId, request.operation(Action.SUSPEND));
    }

    @PostMapping("/resume")
    SagaResource resume(@PathVariable UUID sagaId, @RequestBody Request request) {
        return operate(sagaId, request.operation(Action.RESUME));
    }

    private SagaResource operate(UUID sagaId, Operation operation) {
        var decision = sagas.operate(sagaId, operation).orElseThrow(() -> SagaController.unknown());
        if (decision instanceof Decision.Refused(String why)) {
            throw new OperationRefusedException(why);
        }
        return views.get(sagaId).map(SagaResource::of).orElseThrow(() -> SagaController.unknown());
    }
}

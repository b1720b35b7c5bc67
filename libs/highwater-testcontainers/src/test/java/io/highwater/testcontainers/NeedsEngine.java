package io.highwater.testcontainers;

import io.highwater.testing.server.Engine;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Leaves a test class out where no Docker engine can run the broker's image. The report says so, and the
/// output says why.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsEngine.Condition.class)
public @interface NeedsEngine {
    /// Asks the engine for the image that the broker's is made from.
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (context.getTestMethod().isPresent()) {
                return ConditionEvaluationResult.enabled("decided for the class");
            }
            return switch (Engine.ofThisMachine().offer(PackagedBroker.BASE_IMAGE)) {
                case Engine.Offer.Ready(String engine) -> ConditionEvaluationResult.enabled(engine);
                case Engine.Offer.Unavailable(String reason) -> {
                    System.out.println("[left out] %s: %s".formatted(context.getDisplayName(), reason));
                    yield ConditionEvaluationResult.disabled(reason);
                }
            };
        }
    }
}

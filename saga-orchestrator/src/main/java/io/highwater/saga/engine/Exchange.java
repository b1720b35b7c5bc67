package io.highwater.saga.engine;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A command and its possible answers.
///
/// @param topic    where the command goes
/// @param command  builds the command; must give an equal one each time, because a command may be sent again
/// @param success  type of the answer that means done
/// @param refusals types of the answers that mean "not done, and nothing was changed", with the reason to give
public record Exchange<D>(
        String topic,
        Function<Ask<D>, Object> command,
        Class<?> success,
        Map<Class<?>, Function<Object, Failure>> refusals) {

    public Exchange {
        refusals = Map.copyOf(refusals);
    }

    /// What a command is built from; `failure` is the reason when the saga has turned back, else [Failure#NONE].
    public record Ask<D>(Saga<D> saga, Failure failure) {}

    /// Asks on `topic` with what `command` builds, until a `success` comes back.
    public static <D> Exchange<D> ask(String topic, Function<Ask<D>, Object> command, Class<?> success) {
        return new Exchange<>(topic, command, success, Map.of());
    }

    /// The same, with one more answer that is a refusal.
    public <R> Exchange<D> orRefusal(Class<R> refusal, Function<R, Failure> reason) {
        var more = new LinkedHashMap<>(refusals);
        more.put(refusal, answer -> reason.apply(refusal.cast(answer)));
        return new Exchange<>(topic, command, success, more);
    }

    boolean canBeRefused() {
        return !refusals.isEmpty();
    }

    boolean isSuccess(Object answer) {
        return success.isInstance(answer);
    }

    Optional<Failure> refusal(Object answer) {
        return Optional.ofNullable(refusals.get(answer.getClass())).map(reason -> reason.apply(answer));
    }

    Set<Class<?>> answerTypes() {
        var types = new LinkedHashSet<Class<?>>(refusals.keySet());
        types.add(success);
        return types;
    }
}

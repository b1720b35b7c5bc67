package io.highwater.outbox.web;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Why a body could not be read.
///
/// @param violations the field at fault; none when it is the body as a whole
record BodyFlaw(String detail, List<Violation> violations) {
    static BodyFlaw of(HttpMessageNotReadableException e) {
        return switch (e.getCause()) {
            case UnrecognizedPropertyException unknown ->
                inField(unknown, "is not known; known are " + listed(unknown.getKnownPropertyIds()));
            case MismatchedInputException mismatch ->
                inField(
                        mismatch,
                        mismatch.getTargetType() == null ? "is malformed" : Expected.by(mismatch.getTargetType()));
            case InputCoercionException tooLarge -> inField(tooLarge, Expected.by(tooLarge.getTargetType()));
            case StreamConstraintsException _ -> whole("The body is too large or too deeply nested");
            case StreamReadException broken -> whole("The body is not JSON" + position(broken));
            case JacksonException other -> inField(other, "is malformed");
            case null, default -> whole("A JSON body is needed");
        };
    }

    private static BodyFlaw inField(JacksonException e, String reason) {
        var field = pathOf(e);
        return field.isEmpty()
                ? whole("The body " + reason)
                : new BodyFlaw(field + " " + reason, List.of(new Violation(field, reason)));
    }

    private static BodyFlaw whole(String detail) {
        return new BodyFlaw(detail, List.of());
    }

    private static String position(StreamReadException e) {
        var at = e.getLocation();
        return at == null ? "" : ": line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    }

    private static String listed(Collection<?> names) {
        return names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    /// `lines[0].quantity`
    private static String pathOf(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null
                        ? "[%d]".formatted(step.getIndex())
                        : "." + step.getPropertyName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }
}

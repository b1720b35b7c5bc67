package io.highwater.payment.credit.web;

import io.highwater.outbox.outage.Failure;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/// What went wrong with a request, as `application/problem+json`; `violations` lists the fields at fault.
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ProblemDetail refused(RefusedException e) {
        return problem(e.status(), "The request is refused", List.of(new Violation(e.field(), e.reason())));
    }

    /// The last line of defence: an outage is told apart from a defect, and neither shows what is inside.
    @ExceptionHandler
    ProblemDetail failed(RuntimeException e) {
        if (Failure.of(e) == Failure.INFRASTRUCTURE) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("could not answer a request");
            return ProblemDetail.forStatusAndDetail(
                    HttpStatus.SERVICE_UNAVAILABLE, "A part of the shop is away; try again soon");
        }
        LOG.atError().setCause(e).log("a request failed");
        return ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var field = e.getCause() instanceof JacksonException json ? pathOf(json) : "";
        var body = problem(
                HttpStatus.BAD_REQUEST,
                "The body is not readable JSON of the expected shape",
                field.isEmpty() ? List.of() : List.of(new Violation(field, "has the wrong type")));
        return handleExceptionInternal(e, body, headers, HttpStatus.BAD_REQUEST, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var field = e instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : "";
        var body = problem(
                HttpStatus.BAD_REQUEST, "The request is not valid", List.of(new Violation(field, "is malformed")));
        return handleExceptionInternal(e, body, headers, HttpStatus.BAD_REQUEST, request);
    }

    private static ProblemDetail problem(HttpStatus status, String detail, List<Violation> violations) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("violations", violations);
        return problem;
    }

    /// `onHand`, or `lines[0].quantity` for a nested field.
    private static String pathOf(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null
                        ? "[%d]".formatted(step.getIndex())
                        : "." + step.getPropertyName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    /// What is wrong with one field.
    record Violation(String field, String reason) {}
}

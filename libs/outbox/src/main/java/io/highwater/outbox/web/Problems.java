package io.highwater.outbox.web;

import io.highwater.outbox.outage.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/// What went wrong with a request, as `application/problem+json`; `violations` lists the fields at fault. A service
/// that has more to say adds an advice of its own, of any higher precedence.
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public class Problems extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    /// A problem that names the fields at fault.
    public static ProblemDetail of(HttpStatus status, String detail, List<Violation> violations) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("violations", violations);
        return problem;
    }

    @ExceptionHandler
    ProblemDetail refused(RefusedRequestException e) {
        return of(e.status(), String.valueOf(e.getMessage()), e.violations());
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
        var flaw = BodyFlaw.of(e);
        var body = of(HttpStatus.BAD_REQUEST, flaw.detail(), flaw.violations());
        return handleExceptionInternal(e, body, headers, HttpStatus.BAD_REQUEST, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var field = e instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : "";
        return refuse(e, new Violation(field, Expected.by(e)), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return refuse(e, new Violation(e.getParameterName(), "must be given"), headers, request);
    }

    private @Nullable ResponseEntity<Object> refuse(
            Exception e, Violation violation, HttpHeaders headers, WebRequest request) {
        var body = of(HttpStatus.BAD_REQUEST, violation.field() + " " + violation.reason(), List.of(violation));
        return handleExceptionInternal(e, body, headers, HttpStatus.BAD_REQUEST, request);
    }
}

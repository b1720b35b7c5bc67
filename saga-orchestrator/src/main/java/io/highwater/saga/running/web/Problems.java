package io.highwater.saga.running.web;

import io.highwater.outbox.outage.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/// What went wrong with a request, as an RFC 9457 problem.
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ProblemDetail unknown(UnknownSagaException e) {
        return problem(HttpStatus.NOT_FOUND, "Unknown saga", e);
    }

    @ExceptionHandler
    ProblemDetail refused(OperationRefusedException e) {
        return problem(HttpStatus.CONFLICT, "Not possible in this state", e);
    }

    @ExceptionHandler
    ProblemDetail invalid(InvalidRequestException e) {
        return problem(HttpStatus.BAD_REQUEST, "Invalid request", e);
    }

    /// The last line of defence: an outage is told apart from a defect, and neither shows what is inside.
    @ExceptionHandler
    ProblemDetail failed(RuntimeException e) {
        if (Failure.of(e) == Failure.INFRASTRUCTURE) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("could not answer a request");
            return ProblemDetail.forStatusAndDetail(
                    HttpStatus.SERVICE_UNAVAILABLE, "The sagas cannot be reached; try again soon");
        }
        LOG.atError().setCause(e).log("a request failed");
        return ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    private static ProblemDetail problem(HttpStatus status, String title, RuntimeException e) {
        var problem = ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
        problem.setTitle(title);
        return problem;
    }
}

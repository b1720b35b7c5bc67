package io.highwater.saga.running.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Refusals as RFC 9457 problems.
@RestControllerAdvice
class Problems {
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

    private static ProblemDetail problem(HttpStatus status, String title, RuntimeException e) {
        var problem = ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
        problem.setTitle(title);
        return problem;
    }
}

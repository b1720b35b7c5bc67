package io.highwater.saga.running.web;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// The operations' own problem; all others are the starter's.
@RestControllerAdvice
@Order(0)
class OperationProblems {
    @ExceptionHandler
    ProblemDetail refused(OperationRefusedException e) {
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
        problem.setTitle("Not possible in this state");
        return problem;
    }
}

package io.highwater.order.ordering.web;

import io.highwater.order.idempotency.KeyReusedException;
import io.highwater.outbox.web.Problems;
import io.highwater.outbox.web.Violation;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Idempotency keys' own problem; all others are the starter's.
@RestControllerAdvice
@Order(0)
class KeyProblems {
    @ExceptionHandler
    ProblemDetail reused(KeyReusedException e) {
        return Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                String.valueOf(e.getMessage()),
                List.of(new Violation("Idempotency-Key", "was used for another request")));
    }
}

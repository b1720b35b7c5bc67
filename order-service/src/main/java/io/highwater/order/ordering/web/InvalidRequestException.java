package io.highwater.order.ordering.web;

import java.util.List;
import org.springframework.http.HttpStatus;

/// A request that cannot be accepted, field by field.
final class InvalidRequestException extends RuntimeException {
    private final HttpStatus status;
    private final transient List<Violation> violations;

    InvalidRequestException(HttpStatus status, List<Violation> violations) {
        super("invalid request: " + violations);
        this.status = status;
        this.violations = List.copyOf(violations);
    }

    InvalidRequestException(String field, String reason) {
        this(HttpStatus.BAD_REQUEST, List.of(new Violation(field, reason)));
    }

    HttpStatus status() {
        return status;
    }

    List<Violation> violations() {
        return violations;
    }
}

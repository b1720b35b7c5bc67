package io.highwater.payment.credit.web;

import org.springframework.http.HttpStatus;

/// A request that is refused because of one of its fields.
final class RefusedException extends RuntimeException {
    private final HttpStatus status;
    private final String field;
    private final String reason;

    RefusedException(HttpStatus status, String field, String reason) {
        super("%s %s".formatted(field, reason));
        this.status = status;
        this.field = field;
        this.reason = reason;
    }

    HttpStatus status() {
        return status;
    }

    String field() {
        return field;
    }

    String reason() {
        return reason;
    }
}

package io.highwater.outbox.web;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/// A request that is refused because of its fields; leaves as a problem that names each of them.
public class RefusedRequestException extends RuntimeException {
    private final HttpStatus status;
    private final transient List<Violation> violations;

    public RefusedRequestException(HttpStatus status, List<Violation> violations) {
        super(violations.stream()
                .map(violation -> violation.field() + " " + violation.reason())
                .collect(Collectors.joining("; ")));
        this.status = status;
        this.violations = List.copyOf(violations);
    }

    public RefusedRequestException(HttpStatus status, String field, String reason) {
        this(status, List.of(new Violation(field, reason)));
    }

    /// Refused as `400 Bad Request`.
    public RefusedRequestException(String field, String reason) {
        this(HttpStatus.BAD_REQUEST, field, reason);
    }

    public HttpStatus status() {
        return status;
    }

    public List<Violation> violations() {
        return violations;
    }
}

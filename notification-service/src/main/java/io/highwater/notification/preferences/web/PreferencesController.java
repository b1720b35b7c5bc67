package io.highwater.notification.preferences.web;

import io.highwater.notification.mode.WorkerMode;
import io.highwater.notification.preferences.UserPreferences;
import io.highwater.notification.preferences.web.PreferencesBody.Violation;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What a user wants to hear, and where.
@WorkerMode
@RestController
@RequestMapping("/users/{userId}/preferences")
class PreferencesController {
    /// Width of the column.
    private static final int MAX_USER_ID_CHARS = 128;

    private final UserPreferences preferences;

    PreferencesController(UserPreferences preferences) {
        this.preferences = preferences;
    }

    @GetMapping
    PreferencesBody get(@PathVariable String userId) {
        return PreferencesBody.of(preferences.of(userId));
    }

    @PutMapping
    PreferencesBody put(@PathVariable String userId, @RequestBody PreferencesBody body) {
        if (userId.length() > MAX_USER_ID_CHARS) {
            throw invalid(List.of(new Violation("userId", "must not have more than 128 characters")));
        }
        var reading = body.read();
        if (!reading.violations().isEmpty()) {
            throw invalid(reading.violations());
        }
        return PreferencesBody.of(preferences.change(userId, reading.contacts()));
    }

    private static ErrorResponseException invalid(List<Violation> violations) {
        var first = violations.getFirst();
        var problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.UNPROCESSABLE_CONTENT, first.field() + ": " + first.message());
        problem.setTitle("Invalid preferences");
        problem.setProperty("violations", violations);
        return new ErrorResponseException(HttpStatus.UNPROCESSABLE_CONTENT, problem, null);
    }
}

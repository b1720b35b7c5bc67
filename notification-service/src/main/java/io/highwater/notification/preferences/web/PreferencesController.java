package io.highwater.notification.preferences.web;

import io.highwater.notification.mode.WorkerMode;
import io.highwater.notification.preferences.UserPreferences;
import io.highwater.outbox.web.RefusedRequestException;
import io.highwater.outbox.web.UserIds;
import org.springframework.http.HttpStatus;
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
    private final UserPreferences preferences;

    PreferencesController(UserPreferences preferences) {
        this.preferences = preferences;
    }

    @GetMapping
    PreferencesBody get(@PathVariable String userId) {
        return PreferencesBody.of(preferences.of(UserIds.valid(userId)));
    }

    @PutMapping
    PreferencesBody put(@PathVariable String userId, @RequestBody PreferencesBody body) {
        UserIds.valid(userId);
        var reading = body.read();
        if (!reading.violations().isEmpty()) {
            throw new RefusedRequestException(HttpStatus.UNPROCESSABLE_CONTENT, reading.violations());
        }
        return PreferencesBody.of(preferences.change(userId, reading.contacts()));
    }
}

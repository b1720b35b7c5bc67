package io.highwater.outbox;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Decodes payloads: tolerant of fields it does not know, strict about those the consumer's record requires.
public final class PayloadReader {
    private final JsonMapper json;

    public PayloadReader(JsonMapper json) {
        this.json = json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
    }

    /// @throws UndecodableMessageException when the payload is not JSON of this shape, or lacks a required field
    public <T> T read(Envelope message, Class<T> type) {
        try {
            var payload = json.readValue(message.payload(), type);
            requireFields(payload, message.type());
            return payload;
        } catch (JacksonException e) {
            throw new UndecodableMessageException("%s: %s".formatted(message.type(), e.getOriginalMessage()), e);
        }
    }

    /// Jackson leaves absent fields `null`; a null-marked record promises that only those marked `@Nullable` are.
    private static void requireFields(@Nullable Object value, String path) {
        switch (value) {
            case null -> throw new UndecodableMessageException(path + " is missing");
            case Record fields -> {
                for (var field : fields.getClass().getRecordComponents()) {
                    requireField(fields, field, path + "." + field.getName());
                }
            }
            case Collection<?> elements -> elements.forEach(element -> requireFields(element, path + "[]"));
            default -> {}
        }
    }

    private static void requireField(Record owner, RecordComponent field, String path) {
        var value = RecordFields.valueOf(owner, field);
        if (value != null || !field.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            requireFields(value, path);
        }
    }
}

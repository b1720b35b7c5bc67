package io.highwater.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/// Reads the fields of messages, whose classes need not be public.
public final class RecordFields {
    private RecordFields() {}

    public static @Nullable Object valueOf(Object owner, RecordComponent field) {
        try {
            var accessor = field.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(owner);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + field, e);
        }
    }
}

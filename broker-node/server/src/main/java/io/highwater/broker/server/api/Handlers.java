package io.highwater.broker.server.api;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of everything this broker answers.
public final class Handlers {
    private static final int SLOTS = 128;

    private final @Nullable Handler<?, ?>[] byKey = new Handler<?, ?>[SLOTS];
    private final List<Api<?, ?>> apis;

    public Handlers(Collection<Handler<?, ?>> handlers) {
        handlers.forEach(handler -> byKey[handler.api().key().id()] = handler);
        apis = handlers.stream().<Api<?, ?>>map(Handler::api).toList();
    }

    /// The handler of an API key, null when there is none.
    @Nullable
    Handler<?, ?> find(short key) {
        return key >= 0 && key < SLOTS ? byKey[key] : null;
    }

    /// Everything that is served, in no particular order.
    List<Api<?, ?>> apis() {
        return apis;
    }
}

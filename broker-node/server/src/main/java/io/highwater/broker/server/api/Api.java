package io.highwater.broker.server.api;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.wire.Message;
import io.highwater.broker.protocol.wire.MessageReader;

/// An API and the versions of it that are really served, which is what clients are told.
///
/// @param key        which API
/// @param minVersion lowest version served
/// @param maxVersion highest version served
/// @param reader     reads the request's body
/// @param <Q>        the request
/// @param <R>        the response
@SuppressWarnings("UnusedTypeParameter") // ties a handler's response to its API
public record Api<Q extends Message, R extends Message>(
        ApiKey key, short minVersion, short maxVersion, RequestReader<Q> reader) {

    /// The generated `read` of a request.
    public interface RequestReader<Q> {
        /// Reads one body; throws `MalformedMessageException` when it is not one.
        Q read(MessageReader in, short version);
    }

    /// As the constructor, with versions as plain numbers.
    public static <Q extends Message, R extends Message> Api<Q, R> of(
            ApiKey key, int minVersion, int maxVersion, RequestReader<Q> reader) {
        return new Api<>(key, (short) minVersion, (short) maxVersion, reader);
    }

    boolean serves(short version) {
        return version >= minVersion && version <= maxVersion;
    }
}

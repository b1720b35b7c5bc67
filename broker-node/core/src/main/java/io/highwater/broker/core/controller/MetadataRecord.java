package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.wire.ApiMessage;

/// One record of the metadata log.
///
/// @param message what was decided
/// @param version version in which it is written
public record MetadataRecord(ApiMessage message, short version) {
    /// The number of this kind of record.
    public short apiKey() {
        return message.apiKey();
    }
}

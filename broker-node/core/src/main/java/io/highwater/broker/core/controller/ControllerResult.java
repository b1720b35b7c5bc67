package io.highwater.broker.core.controller;

import java.util.List;

/// A decision: append the records as one batch, fold them, then answer. Nothing has changed until the records are
/// committed, and if they never are, nothing ever does.
///
/// @param records  may be empty: nothing to change, or the request was refused or only validated
/// @param response what to answer then
public record ControllerResult<R>(List<MetadataRecord> records, R response) {
    public ControllerResult {
        records = List.copyOf(records);
    }
}

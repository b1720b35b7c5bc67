package io.highwater.saga.engine;

import java.util.UUID;

/// One running saga.
///
/// @param id          its own id: key of its commands
/// @param businessKey what it is about, unique among the sagas of a type: an order id
/// @param data        what it knows from its start on
public record Saga<D>(UUID id, String businessKey, D data) {}

package io.highwater.broker.core.group;

/// What the coordinator must know about a request beside its fields.
///
/// @param token      the host's number for the waiting request; every token is answered exactly once
/// @param version    version of the API in which the client speaks
/// @param clientId   `client.id` of the client, part of generated member ids
/// @param clientHost address of the client as tools show it, for example `/127.0.0.1`
public record RequestContext(long token, short version, String clientId, String clientHost) {}

package io.highwater.broker.server.api;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.server.metrics.RequestMetrics;
import io.highwater.broker.server.runtime.Shard;
import io.highwater.broker.server.runtime.group.Groups;

/// One request as its handler sees it: who asks, in which version, and where errors are counted.
///
/// @param connection where it came from
/// @param api        what is asked
/// @param version    in which version
/// @param clientId   what the client calls itself; may be empty
/// @param metrics    counts the errors that go out
public record Call(ClientConnection connection, ApiKey api, short version, String clientId, RequestMetrics metrics) {

    /// The number of an error for the response; counted on its way out.
    public short code(ErrorCode error) {
        if (error != ErrorCode.NONE) {
            metrics.error(api.apiName(), error.name());
        }
        return error.code();
    }

    /// The shard that the response is written on.
    public Shard shard() {
        return connection.shard();
    }

    /// The caller as group coordinators want to know it.
    public Groups.Requester requester() {
        return new Groups.Requester(version, clientId, clientHost());
    }

    /// The address of the client the way Kafka's tools print it.
    public String clientHost() {
        return "/" + connection.address().getHostAddress();
    }
}

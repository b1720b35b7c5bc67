package io.highwater.broker.protocol.wire;

/// A message with a number: the API of a request or response, the type of a metadata or coordinator record.
public interface ApiMessage extends Message {
    /// The number that the specification gives to this kind of message.
    short apiKey();
}

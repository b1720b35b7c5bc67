package io.highwater.broker.protocol.wire;

/// Something with a specification: a request, a response, a header, a metadata or coordinator record. Implementations
/// are generated; each also has a `static read(MessageReader, short)`.
public interface Message {
    /// Appends the body in the given version.
    ///
    /// @throws UnsupportedFieldException when a field is set that this version cannot carry and that may not be
    ///                                   dropped
    void write(MessageWriter out, short version);
}

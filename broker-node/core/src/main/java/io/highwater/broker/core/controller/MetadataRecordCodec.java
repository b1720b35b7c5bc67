package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.metadata.MetadataRecords;
import io.highwater.broker.protocol.wire.MalformedMessageException;
import io.highwater.broker.protocol.wire.MessageReader;
import io.highwater.broker.protocol.wire.MessageWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Bytes of a metadata record, the value of a record in `__cluster_metadata`, as Apache Kafka writes them:
///
/// ```
/// varint frame version (1) │ varint kind of record │ varint version │ message
/// ```
public final class MetadataRecordCodec {
    private static final int FRAME_VERSION = 1;

    private MetadataRecordCodec() {}

    /// The record's bytes.
    public static byte[] bytes(MetadataRecord record) {
        var buffer = Unpooled.buffer();
        var out = new MessageWriter(buffer);
        out.writeUnsignedVarint(FRAME_VERSION);
        out.writeUnsignedVarint(record.apiKey());
        out.writeUnsignedVarint(record.version());
        record.message().write(out, record.version());
        var bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    /// Reads a record.
    ///
    /// @throws MalformedMessageException when the bytes are damaged or of a kind or frame we do not know
    public static MetadataRecord read(ByteBuf bytes) {
        var in = new MessageReader(bytes);
        var frame = in.readUnsignedVarint();
        if (frame != FRAME_VERSION) {
            throw new MalformedMessageException(
                    "metadata record has frame version %d, expected %d".formatted(frame, FRAME_VERSION));
        }
        var apiKey = (short) in.readUnsignedVarint();
        var version = (short) in.readUnsignedVarint();
        return new MetadataRecord(MetadataRecords.read(apiKey, in, version), version);
    }
}

package io.highwater.broker.core.group;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Reads the topics out of what a consumer sends as the metadata of its assignor. All versions of that format begin
/// alike: version, then the topic names; the rest is not our business.
final class Subscription {
    private Subscription() {}

    /// The topics, or nothing when the bytes are not a consumer's subscription.
    static Optional<Set<String>> topics(byte[] metadata) {
        var buffer = ByteBuffer.wrap(metadata);
        try {
            if (buffer.getShort() < 0) {
                return Optional.empty();
            }
            return readTopics(buffer);
        } catch (BufferUnderflowException _) {
            return Optional.empty();
        }
    }

    private static Optional<Set<String>> readTopics(ByteBuffer buffer) {
        var count = buffer.getInt();
        if (count < 0 || count > buffer.remaining() / Short.BYTES) {
            return Optional.empty();
        }
        var topics = new LinkedHashSet<String>();
        for (var i = 0; i < count; i++) {
            var size = buffer.getShort();
            if (size < 0) {
                return Optional.empty();
            }
            var name = new byte[Math.min(size, buffer.remaining() + 1)];
            buffer.get(name);
            topics.add(new String(name, StandardCharsets.UTF_8));
        }
        return Optional.of(topics);
    }
}

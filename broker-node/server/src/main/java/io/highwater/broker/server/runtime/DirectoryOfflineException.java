package io.highwater.broker.server.runtime;

import io.highwater.broker.protocol.TopicPartition;
import java.util.Collection;

/// A partition lies in a log directory that failed, or must be supposed to: it is in no other one.
final class DirectoryOfflineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DirectoryOfflineException(TopicPartition partition, Collection<?> failed) {
        super("%s is in a log directory that failed; failed are %s".formatted(partition, failed));
    }
}

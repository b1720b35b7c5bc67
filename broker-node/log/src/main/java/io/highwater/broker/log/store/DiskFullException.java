package io.highwater.broker.log.store;

import java.io.IOException;
import java.nio.file.Path;

/// There is no room left. Unlike every other fault this one heals: the caller takes back what it wrote in part,
/// refuses the append and may be asked again once there is room.
public final class DiskFullException extends DirectoryFaultException {
    private static final long serialVersionUID = 1;

    /// No room while doing `action` on `path` at byte `position`.
    public DiskFullException(String action, Path path, long position, IOException cause) {
        super(action, path, position, cause);
    }
}

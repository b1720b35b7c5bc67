package io.highwater.broker.server.runtime.group;

import io.highwater.broker.core.group.GroupCoordinator;
import io.highwater.broker.core.group.GroupEffect;
import io.highwater.broker.core.group.RequestContext;
import java.util.List;

/// Hands a request to the coordinator, which may answer it later.
@FunctionalInterface
public interface GroupQuestion {
    /// On the shard of the coordinator.
    List<GroupEffect> ask(GroupCoordinator coordinator, RequestContext context, long nowMs);
}

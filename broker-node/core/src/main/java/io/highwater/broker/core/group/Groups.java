package io.highwater.broker.core.group;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All groups of one coordinator.
final class Groups {
    private final Map<String, Group> byId = new LinkedHashMap<>();

    Optional<Group> find(String groupId) {
        return Optional.ofNullable(byId.get(groupId));
    }

    Group findOrCreate(String groupId, long nowMs) {
        return byId.computeIfAbsent(groupId, id -> new Group(id, nowMs));
    }

    void remove(String groupId) {
        byId.remove(groupId);
    }

    /// Forgets a group that was created for a request and then not needed.
    void removeIfUnused(Group group) {
        if (group.isUnused()) {
            byId.remove(group.id());
        }
    }

    /// A snapshot: groups may be removed while it is walked.
    Collection<Group> all() {
        return List.copyOf(byId.values());
    }

    void clear() {
        byId.clear();
    }
}

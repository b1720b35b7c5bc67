package io.highwater.broker.core.group;

import io.highwater.broker.core.group.GroupState.Stable;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.highwater.broker.protocol.message.ListGroupsResponse.ListedGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What tools see of the groups.
final class GroupReads {
    /// From this version on an unknown group is an error; before, it looked like a dead one.
    private static final short UNKNOWN_IS_AN_ERROR = 6;

    private static final String CLASSIC = "classic";

    private GroupReads() {}

    static List<ListedGroup> list(Groups groups, List<String> states, List<String> types) {
        if (!types.isEmpty() && !containsIgnoringCase(types, CLASSIC)) {
            return List.of();
        }
        var listed = new ArrayList<ListedGroup>();
        for (var group : groups.all()) {
            var state = group.state().displayName();
            if (states.isEmpty() || containsIgnoringCase(states, state)) {
                listed.add(new ListedGroup()
                        .groupId(group.id())
                        .protocolType(group.protocolType().orElse(""))
                        .groupState(state)
                        .groupType(CLASSIC));
            }
        }
        return listed;
    }

    private static boolean containsIgnoringCase(List<String> filter, String name) {
        return filter.stream()
                .anyMatch(wanted -> wanted.trim().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
    }

    static DescribedGroup describe(Groups groups, String groupId, short version) {
        return groups.find(groupId).map(GroupReads::describe).orElseGet(() -> unknown(groupId, version));
    }

    private static DescribedGroup describe(Group group) {
        var described = new DescribedGroup()
                .groupId(group.id())
                .groupState(group.state().displayName())
                .protocolType(group.protocolType().orElse(""));
        // Metadata belongs to the protocol that was chosen; between generations there is none.
        var isStable = group.state() instanceof Stable;
        if (isStable) {
            described.protocolData(group.protocol().orElse(""));
        }
        for (var member : group.members()) {
            var entry = member.describe();
            if (isStable) {
                entry.memberMetadata(group.metadataOf(member));
            }
            described.members().add(entry);
        }
        return described;
    }

    private static DescribedGroup unknown(String groupId, short version) {
        var dead = new DescribedGroup().groupId(groupId).groupState("Dead");
        return version < UNKNOWN_IS_AN_ERROR
                ? dead
                : dead.errorCode(ErrorCode.GROUP_ID_NOT_FOUND.code())
                        .errorMessage("There is no group '%s'. Check its name, or list the groups.".formatted(groupId));
    }
}

package io.highwater.broker.core.group;

import static io.highwater.broker.core.group.GroupHost.GROUP;
import static io.highwater.broker.core.group.GroupHost.NEWEST_JOIN;
import static io.highwater.broker.core.group.GroupHost.commitRequest;
import static io.highwater.broker.core.group.GroupHost.joinRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What every request and every timer does in every state: one table, so that no combination is forgotten.
class EveryRequestInEveryStateTest {
    private static final String WAITS = "WAITS";

    private final GroupHost host = new GroupHost();
    private String member = "";
    private int generation;

    enum State {
        EMPTY,
        GATHERING,
        PREPARING,
        COMPLETING,
        STABLE,
        DEAD
    }

    private void bring(GroupHost host, State state) {
        switch (state) {
            case EMPTY, GATHERING -> host.commitSimple("events", 0, 1);
            case PREPARING, STABLE -> {
                member = host.stableGroup(2).get(1);
                generation = 2;
                if (state == State.PREPARING) {
                    host.leave(host.coordinator
                            .describeGroup(GROUP, (short) 5)
                            .members()
                            .getFirst()
                            .memberId());
                    host.enterLater();
                }
            }
            case COMPLETING -> {
                member = host.enter().memberId();
                generation = 1;
            }
            case DEAD -> {
                host.commitSimple("events", 0, 1);
                host.appendsComplete = false;
                host.deleteGroupLater(GROUP);
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1} is answered {2}")
    @CsvSource({
        "EMPTY,      join,         MEMBER_ID_REQUIRED",
        "EMPTY,      rejoin,       UNKNOWN_MEMBER_ID",
        "EMPTY,      sync,         UNKNOWN_MEMBER_ID",
        "EMPTY,      heartbeat,    UNKNOWN_MEMBER_ID",
        "EMPTY,      leave,        UNKNOWN_MEMBER_ID",
        "EMPTY,      commit,       UNKNOWN_MEMBER_ID",
        "EMPTY,      simpleCommit, NONE",
        "EMPTY,      delete,       NONE",
        "PREPARING,  join,         MEMBER_ID_REQUIRED",
        "PREPARING,  rejoin,       WAITS",
        "PREPARING,  sync,         REBALANCE_IN_PROGRESS",
        "PREPARING,  heartbeat,    REBALANCE_IN_PROGRESS",
        "PREPARING,  leave,        NONE",
        "PREPARING,  commit,       NONE",
        "PREPARING,  simpleCommit, UNKNOWN_MEMBER_ID",
        "PREPARING,  delete,       NON_EMPTY_GROUP",
        "COMPLETING, join,         MEMBER_ID_REQUIRED",
        "COMPLETING, rejoin,       NONE",
        "COMPLETING, sync,         NONE",
        "COMPLETING, heartbeat,    NONE",
        "COMPLETING, leave,        NONE",
        "COMPLETING, commit,       REBALANCE_IN_PROGRESS",
        "COMPLETING, simpleCommit, UNKNOWN_MEMBER_ID",
        "COMPLETING, delete,       NON_EMPTY_GROUP",
        "STABLE,     join,         MEMBER_ID_REQUIRED",
        "STABLE,     rejoin,       NONE",
        "STABLE,     sync,         NONE",
        "STABLE,     heartbeat,    NONE",
        "STABLE,     leave,        NONE",
        "STABLE,     commit,       NONE",
        "STABLE,     simpleCommit, UNKNOWN_MEMBER_ID",
        "STABLE,     delete,       NON_EMPTY_GROUP",
        "DEAD,       join,         COORDINATOR_NOT_AVAILABLE",
        "DEAD,       rejoin,       COORDINATOR_NOT_AVAILABLE",
        "DEAD,       sync,         COORDINATOR_NOT_AVAILABLE",
        "DEAD,       heartbeat,    COORDINATOR_NOT_AVAILABLE",
        "DEAD,       leave,        COORDINATOR_NOT_AVAILABLE",
        "DEAD,       commit,       COORDINATOR_NOT_AVAILABLE",
        "DEAD,       simpleCommit, COORDINATOR_NOT_AVAILABLE",
        "DEAD,       delete,       COORDINATOR_NOT_AVAILABLE",
    })
    void request(State state, String request, String expected) {
        bring(host, state);

        assertThat(answer(request)).isEqualTo(expected);
    }

    private String answer(String request) {
        var id = member.isEmpty() ? "who" : member;
        return switch (request) {
            case "join" -> error(host.join(joinRequest(""), NEWEST_JOIN));
            case "rejoin" -> error(host.join(joinRequest(id), NEWEST_JOIN));
            case "sync" -> host.syncError(host.sync(id, generation, Map.of())).name();
            case "heartbeat" -> host.heartbeat(id, generation).name();
            case "leave" -> leaveError(host.leave(id));
            case "commit" ->
                host.commitNow(commitRequest(id, generation, "events", 0, 5), 9).name();
            case "simpleCommit" -> host.commitSimple("events", 0, 5).name();
            case "delete" -> host.deleteGroup(GROUP).name();
            default -> throw new IllegalArgumentException(request);
        };
    }

    private String error(long join) {
        return host.isAnswered(join) ? host.joinError(join).name() : WAITS;
    }

    private String leaveError(long leave) {
        var response = host.leaveResponse(leave);
        return response.members().isEmpty()
                ? ErrorCode.of(response.errorCode()).name()
                : host.leaveError(leave).name();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void timersThatWereNeverSetDoNothing(State state) {
        bring(host, state);
        var before = host.coordinator.describeGroup(GROUP, (short) 5).toString();
        var strangers = List.of(
                new GroupTimer.SessionTimeout(GROUP, "who"),
                new GroupTimer.SessionTimeout("nobody", "who"),
                new GroupTimer.JoinDeadline("nobody"),
                new GroupTimer.SyncDeadline("nobody"));

        for (var timer : strangers) {
            assertThat(host.coordinator.onTimer(timer, host.nowMs)).isEmpty();
        }

        assertThat(host.coordinator.describeGroup(GROUP, (short) 5)).hasToString(before);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void timersThatFireEarlyAreAskedForAgain(State state) {
        bring(host, state);
        var before = host.coordinator.describeGroup(GROUP, (short) 5).toString();

        for (var timer : Map.copyOf(host.timers).entrySet()) {
            assertThat(host.coordinator.onTimer(timer.getKey(), host.nowMs))
                    .hasSize(1)
                    .first()
                    .isInstanceOf(GroupEffect.ScheduleTimer.class);
        }

        assertThat(host.coordinator.describeGroup(GROUP, (short) 5)).hasToString(before);
    }

    @Test
    void gatheringIsShownAsPreparing() {
        var patient = new GroupHost(GroupSettings.DEFAULTS);
        bring(patient, State.GATHERING);

        patient.enter();

        assertThat(patient.state()).isEqualTo("PreparingRebalance");
        assertThat(patient.deleteGroup(GROUP)).isEqualTo(ErrorCode.NON_EMPTY_GROUP);
    }
}

package io.highwater.broker.server.api.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.message.FetchRequest;
import io.highwater.broker.protocol.message.FetchResponse;
import io.highwater.broker.protocol.wire.BufferRecords;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchSessionsTest {
    private static final Uuid TOPIC = new Uuid(1, 2);
    private static final short VERSION = 17;
    private static final long LATER = 200_000;

    private final FetchSessions sessions = new FetchSessions(2);

    @Test
    void aFirstRequestOpensASessionAndNamesEverything() {
        var context = sessions.begin(request(0, 0, 0, 1), VERSION, 0);

        assertThat(context.error()).isEqualTo(ErrorCode.NONE);
        assertThat(context.sessionId()).isPositive();
        assertThat(context.full()).isTrue();
        assertThat(partitions(context)).containsExactly(0, 1);
    }

    @Test
    void aLaterRequestNamesOnlyWhatChanged() {
        int id = sessions.begin(request(0, 0, 0, 1), VERSION, 0).sessionId();

        var context = sessions.begin(request(id, 1, 2), VERSION, 0);

        assertThat(context.full()).isFalse();
        assertThat(partitions(context)).containsExactly(0, 1, 2);
    }

    @Test
    void forgottenPartitionsAreNotReadAnyMore() {
        int id = sessions.begin(request(0, 0, 0, 1), VERSION, 0).sessionId();
        var request = request(id, 1);
        request.forgottenTopicsData()
                .add(new FetchRequest.ForgottenTopic().topicId(TOPIC).partitions(new ArrayList<>(List.of(0))));

        assertThat(partitions(sessions.begin(request, VERSION, 0))).containsExactly(1);
    }

    @Test
    void aSessionThatReadsNothingAnyMoreIsClosed() {
        int id = sessions.begin(request(0, 0, 0), VERSION, 0).sessionId();
        var request = request(id, 1);
        request.forgottenTopicsData()
                .add(new FetchRequest.ForgottenTopic().topicId(TOPIC).partitions(new ArrayList<>(List.of(0))));

        assertThat(sessions.begin(request, VERSION, 0).sessionId()).isZero();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void aRequestOutOfTurnIsRefused() {
        int id = sessions.begin(request(0, 0, 0), VERSION, 0).sessionId();

        assertThat(sessions.begin(request(id, 2), VERSION, 0).error()).isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        assertThat(sessions.begin(request(id, 1), VERSION, 0).error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void anUnknownSessionIsRefused() {
        assertThat(sessions.begin(request(4711, 1), VERSION, 0).error())
                .isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void aSessionByIdCannotGoOnByName() {
        int id = sessions.begin(request(0, 0, 0), VERSION, 0).sessionId();

        assertThat(sessions.begin(request(id, 1), (short) 12, 0).error())
                .isEqualTo(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
    }

    @Test
    void theLastEpochEndsTheSessionAndIsAnsweredInFull() {
        int id = sessions.begin(request(0, 0, 0), VERSION, 0).sessionId();

        var context = sessions.begin(request(id, -1, 0), VERSION, 0);

        assertThat(context.sessionId()).isZero();
        assertThat(context.full()).isTrue();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void whenAllSlotsAreTakenTheRequestStandsForItself() {
        sessions.begin(request(0, 0, 0), VERSION, 0);
        sessions.begin(request(0, 0, 0), VERSION, 0);

        var context = sessions.begin(request(0, 0, 0), VERSION, 0);

        assertThat(context.error()).isEqualTo(ErrorCode.NONE);
        assertThat(context.sessionId()).isZero();
    }

    @Test
    void aSessionThatWasLongUnusedMakesRoom() {
        int old = sessions.begin(request(0, 0, 0), VERSION, 0).sessionId();
        sessions.begin(request(0, 0, 0), VERSION, LATER);

        assertThat(sessions.begin(request(0, 0, 0), VERSION, LATER).sessionId()).isPositive();
        assertThat(sessions.begin(request(old, 1), VERSION, LATER).error())
                .isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void onlyNewsIsTold() {
        var session = new FetchSession(1, true, 0);
        var key = new FetchTarget.Key("", TOPIC, 0);
        session.update(List.of(new FetchTarget(key, 0, 100, -1, -1)), List.of());

        assertThat(session.isNews(key, data(5, 0))).isTrue();
        assertThat(session.isNews(key, data(5, 0))).isFalse();
        assertThat(session.isNews(key, data(6, 0))).isTrue();
        assertThat(session.isNews(key, data(6, 10))).isTrue();
        assertThat(session.isNews(key, data(6, 0))).isFalse();
        assertThat(session.isNews(key, data(-1, 0).errorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code())))
                .isTrue();
        assertThat(session.isNews(key, data(6, 0))).isTrue();
    }

    @Test
    void whoeverHadDataGoesToTheEndOfTheLine() {
        var session = new FetchSession(1, true, 0);
        var first = new FetchTarget.Key("", TOPIC, 0);
        var second = new FetchTarget.Key("", TOPIC, 1);
        session.update(
                List.of(new FetchTarget(first, 0, 100, -1, -1), new FetchTarget(second, 0, 100, -1, -1)), List.of());

        session.isNews(first, data(5, 10));

        assertThat(session.targets()).extracting(FetchTarget::key).containsExactly(second, first);
    }

    private static FetchResponse.PartitionData data(long highWatermark, int bytes) {
        return new FetchResponse.PartitionData()
                .highWatermark(highWatermark)
                .logStartOffset(0)
                .records(new BufferRecords(Unpooled.buffer().writeZero(bytes)));
    }

    private static List<Integer> partitions(FetchSessions.Context context) {
        return context.targets().stream()
                .map(target -> target.key().partition())
                .toList();
    }

    private static FetchRequest request(int sessionId, int epoch, int... partitions) {
        var request = new FetchRequest().sessionId(sessionId).sessionEpoch(epoch);
        if (partitions.length > 0) {
            var topic = new FetchRequest.FetchTopic().topicId(TOPIC);
            Arrays.stream(partitions)
                    .forEach(partition -> topic.partitions()
                            .add(new FetchRequest.FetchPartition()
                                    .partition(partition)
                                    .partitionMaxBytes(100)));
            request.topics().add(topic);
        }
        return request;
    }
}

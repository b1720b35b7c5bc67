package io.highwater.broker.core.controller;

import static io.highwater.broker.core.controller.Cluster.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsRequest;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsRequest.Cursor;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import io.highwater.broker.protocol.message.DescribeTopicPartitionsResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicPagesTest {
    private final Cluster cluster = new Cluster(1);
    private final TopicPages pages = new TopicPages(4, 0);

    TopicPagesTest() {
        cluster.create(topic("a", 3, 1));
        cluster.create(topic("b", 3, 1));
        cluster.create(topic("c", 1, 1));
    }

    @Test
    void theCursorLeadsThroughEveryPartitionOnce() {
        var seen = new ArrayList<String>();
        var request = new DescribeTopicPartitionsRequest().responsePartitionLimit(2);
        var pageCount = 0;
        for (var more = true; more; pageCount++) {
            var page = pages.describe(cluster.image, request);
            page.topics()
                    .forEach(topic -> topic.partitions()
                            .forEach(partition -> seen.add(topic.name() + "-" + partition.partitionIndex())));
            var next = page.nextCursor();
            more = next != null;
            if (next != null) {
                request.cursor(new Cursor().topicName(next.topicName()).partitionIndex(next.partitionIndex()));
            }
        }

        assertThat(seen).containsExactly("a-0", "a-1", "a-2", "b-0", "b-1", "b-2", "c-0");
        assertThat(pageCount).isEqualTo(4);
    }

    @Test
    void theBrokersLimitHoldsWhateverTheClientAsksFor() {
        var page = pages.describe(cluster.image, new DescribeTopicPartitionsRequest().responsePartitionLimit(1_000));

        assertThat(partitions(page)).isEqualTo(4);
        assertThat(partitions(
                        pages.describe(cluster.image, new DescribeTopicPartitionsRequest().responsePartitionLimit(-1))))
                .isEqualTo(1);
    }

    @Test
    void aFullPageEndsBeforeTheNextTopic() {
        var page = pages.describe(cluster.image, new DescribeTopicPartitionsRequest().responsePartitionLimit(3));

        assertThat(page.nextCursor()).isNotNull().satisfies(cursor -> {
            assertThat(cursor.topicName()).isEqualTo("b");
            assertThat(cursor.partitionIndex()).isZero();
        });
    }

    @Test
    void namedTopicsComeInOrderAndUnknownOnesWithAnError() {
        var page = pages.describe(cluster.image, request("c", "nobody", "no/name"));

        assertThat(page.topics()).extracting(topic -> topic.name()).containsExactly("c", "no/name", "nobody");
        assertThat(page.topics())
                .extracting(topic -> ErrorCode.of(topic.errorCode()))
                .containsExactly(
                        ErrorCode.NONE, ErrorCode.INVALID_TOPIC_EXCEPTION, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void aCursorBehindTheLastPartitionGoesOnWithTheNextTopic() {
        var request = new DescribeTopicPartitionsRequest()
                .cursor(new Cursor().topicName("b").partitionIndex(99));

        var page = pages.describe(cluster.image, request);

        assertThat(partitions(page)).isEqualTo(1);
        assertThat(page.nextCursor()).isNull();
    }

    @Test
    void aCursorMustPointIntoTheRequest() {
        assertThat(TopicPages.problem(
                        request("a").cursor(new Cursor().topicName("b").partitionIndex(0))))
                .get()
                .asString()
                .contains("'b'");
        assertThat(TopicPages.problem(
                        request("a").cursor(new Cursor().topicName("a").partitionIndex(-1))))
                .isPresent();
        assertThat(TopicPages.problem(request("a"))).isEmpty();
    }

    private static DescribeTopicPartitionsRequest request(String... topics) {
        var request = new DescribeTopicPartitionsRequest();
        List.of(topics).forEach(topic -> request.topics().add(new TopicRequest().name(topic)));
        return request;
    }

    private static int partitions(DescribeTopicPartitionsResponse page) {
        return page.topics().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
    }
}

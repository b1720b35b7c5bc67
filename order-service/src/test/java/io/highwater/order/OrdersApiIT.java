package io.highwater.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The REST side, with a real database and no broker: orders are taken while it is away.
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "highwater.bootstrap-servers=localhost:1")
class OrdersApiIT {
    static {
        TestDatabase.useForServices();
    }

    private static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private RestClient http;

    @BeforeEach
    void connect() {
        http = RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultStatusHandler(_ -> true, (_, _) -> {})
                .build();
    }

    @Test
    void anOrderIsStoredAndAnnouncedTogether() {
        var response = post("""
            {"userId": "alice", "lines": [{"sku": "book", "quantity": 2}, {"sku": "lamp", "quantity": 1}]}\
            """);

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        var order = json(response);
        var id = order.get("orderId").asString();
        assertThat(response.getHeaders().getLocation()).hasPath("/orders/" + id);
        assertThat(order.get("status").asString()).isEqualTo("PENDING");
        assertThat(order.get("totalCents").asLong()).isEqualTo(2 * 1999 + 4999);
        assertThat(json(get("/orders/" + id))).isEqualTo(order);
        var event = jdbc.sql("SELECT topic, message_key, type, source, payload, traceparent FROM outbox_event"
                        + " WHERE correlation_id = :id")
                .param("id", id)
                .query()
                .singleRow();
        assertThat(event)
                .containsEntry("topic", "orders_events")
                .containsEntry("message_key", "alice")
                .containsEntry("type", "OrderPlaced.v1")
                .containsEntry("source", "/order-service");
        assertThat(event.get("traceparent").toString()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
        var payload = JSON.readTree(event.get("payload").toString());
        assertThat(payload.at("/lines/1/unitPriceCents").asLong()).isEqualTo(4999);
    }

    @Test
    void theCallersTraceGoesOn() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        var response = http.post()
                .uri("/orders")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .contentType(MediaType.APPLICATION_JSON)
                .body(orderOf("alice"))
                .retrieve()
                .toEntity(String.class);

        var stored = jdbc.sql("SELECT traceparent FROM outbox_event WHERE correlation_id = :id")
                .param("id", json(response).get("orderId").asString())
                .query(String.class)
                .single();
        assertThat(stored).contains(trace);
    }

    @Test
    void aRepeatedRequestIsAnsweredAgainAndActsOnce() {
        var key = UUID.randomUUID().toString();

        var first = post(orderOf("bob"), key);
        var second = post(orderOf("bob"), key);

        assertThat(second.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        assertThat(second.getHeaders().getLocation())
                .isEqualTo(first.getHeaders().getLocation());
        assertThat(json(second)).isEqualTo(json(first));
    }

    @Test
    void requestsWithTheSameKeyAtTheSameTimePlaceOneOrder() throws Exception {
        var key = UUID.randomUUID().toString();
        var user = "user-" + key;

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<ResponseEntity<String>> request = () -> post(orderOf(user), key);
            var answers = threads.invokeAll(
                    IntStream.range(0, 8).mapToObj(_ -> request).toList());
            var locations = answers.stream()
                    .map(answer -> answer.resultNow().getHeaders().getLocation())
                    .collect(Collectors.toSet());
            assertThat(locations).hasSize(1);
        }
        assertThat(json(get("/orders?userId=" + user)).get("orders")).hasSize(1);
    }

    @Test
    void aKeyDoesNotServeForAnotherRequest() {
        var key = UUID.randomUUID().toString();
        post(orderOf("alice"), key);

        var response = post(orderOf("bob"), key);

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        assertThat(fieldsOf(response)).containsExactly("Idempotency-Key");
    }

    @Test
    void aRefusedRequestDoesNotUseItsKeyUp() {
        var key = UUID.randomUUID().toString();
        post("""
            {"userId": "alice", "lines": [{"sku": "nothing", "quantity": 1}]}\
            """, key);

        var response = post(orderOf("alice"), key);

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.CREATED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                                                        | userId,lines
        {"userId": null, "lines": null}                                                           | userId,lines
        {"userId": "a b", "lines": [{"sku": "book", "quantity": 1}]}                              | userId
        {"userId": "alice", "lines": []}                                                          | lines
        {"userId": "alice", "lines": [null]}                                                      | lines[0].sku,lines[0].quantity
        {"userId": "alice", "lines": [{"sku": "book", "quantity": 0}]}                            | lines[0].quantity
        {"userId": "alice", "lines": [{"sku": "book", "quantity": -2147483648}]}                  | lines[0].quantity
        {"userId": "alice", "lines": [{"sku": "book", "quantity": 1001}]}                         | lines[0].quantity
        {"userId": "alice", "lines": [{"sku": "book", "quantity": 99999999999}]}                  | lines[0].quantity
        {"userId": "alice", "lines": [{"sku": "book", "quantity": 1.5}]}                          | lines[0].quantity
        {"userId": "alice", "lines": [{"sku": "book", "quantity": "many"}]}                       | lines[0].quantity
        {"userId": "alice", "lines": [{"sku": "book", "quantity": 1, "price": 0}]}                | lines[0].price
        {"userId": "alice", "lines": [{"sku": "book", "quantity": 1}], "admin": true}             | admin
        {"userId": "alice", "lines": [{"sku": "a\\u0000b", "quantity": 1}]}                       | lines[0].sku
        {"userId": "alice", "lines": {"sku": "book"}}                                             | lines
        {"userId": "alice", "lines": [{"sku": "book", "quantity": 1}, {"sku": "book", "quantity": 1}]} | lines[1].sku
        """)
    void anInvalidFieldIsNamed(String body, String fields) {
        var response = post(body);

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(fieldsOf(response)).containsExactly(fields.split(","));
    }

    @Test
    void anUnknownItemIsNamed() {
        var response = post("""
            {"userId": "alice", "lines": [{"sku": "book", "quantity": 1}, {"sku": "nothing", "quantity": 1}]}\
            """);

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        assertThat(fieldsOf(response)).containsExactly("lines[1].sku");
    }

    @ParameterizedTest
    @CsvSource({"{", "[]", "nonsense", "''"})
    void whatIsNoJsonObjectIsRefused(String body) {
        var response = post(body);

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void aBodyOfMoreThanAMegabyteIsRefused() {
        var lines = IntStream.range(0, 30_000)
                .mapToObj(i -> "{\"sku\": \"item-%d\", \"quantity\": 1}".formatted(i))
                .collect(Collectors.joining(","));

        var response = post("{\"userId\": \"alice\", \"lines\": [" + lines + "]}");

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/00000000-0000-7000-8000-000000000000, 404",
        "/orders/not-an-id,                            400",
        "/orders?limit=0,                              400",
        "/orders?limit=many,                           400",
        "/orders?limit=101,                            400",
        "/orders?cursor=x,                             400",
        "/orders?userId=a%20b,                         400",
        "/nowhere,                                     404",
    })
    void whatCannotBeFoundIsAProblem(String path, int status) {
        var response = get(path);

        assertThat(response.getStatusCode().value()).isEqualTo(status);
        assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void pagesFollowOneAnotherWithoutGapOrOverlap() {
        var user = "user-" + UUID.randomUUID();
        var placed = IntStream.range(0, 5)
                .mapToObj(_ -> json(post(orderOf(user))).get("orderId").asString())
                .toList();

        var first = json(get("/orders?limit=3&userId=" + user));
        var second = json(get("/orders?limit=3&userId=%s&cursor=%s"
                .formatted(user, first.get("nextCursor").asString())));

        var listed = IntStream.range(0, 5)
                .mapToObj(i -> i < 3
                        ? first.get("orders").get(i)
                        : second.get("orders").get(i - 3))
                .map(order -> order.get("orderId").asString())
                .toList();
        assertThat(listed).isEqualTo(placed.reversed());
        assertThat(second.has("nextCursor")).isFalse();
    }

    @Test
    void theServiceIsReadyWithoutABroker() {
        var response = get("/actuator/health/readiness");

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void metricsAreThereToBeScraped() {
        var response = get("/actuator/prometheus");

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(response.getBody()).contains("hikaricp_connections");
    }

    @Test
    void theApiDescribesItself() {
        var description = json(get("/v3/api-docs"));

        assertThat(description.at("/paths/~1orders/post/requestBody").isMissingNode())
                .isFalse();
        assertThat(description.at("/paths/~1orders~1{id}/get").isMissingNode()).isFalse();
        assertThat(get("/swagger-ui/index.html").getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void anotherKindOfContentIsAProblem() {
        var response = http.post()
                .uri("/orders")
                .contentType(MediaType.TEXT_PLAIN)
                .body(orderOf("alice"))
                .retrieve()
                .toEntity(String.class);

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
        assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    }

    private static String orderOf(String user) {
        return "{\"userId\": \"%s\", \"lines\": [{\"sku\": \"book\", \"quantity\": 1}]}".formatted(user);
    }

    private ResponseEntity<String> post(String body) {
        return http.post()
                .uri("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .toEntity(String.class);
    }

    private ResponseEntity<String> post(String body, String key) {
        return http.post()
                .uri("/orders")
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .toEntity(String.class);
    }

    private ResponseEntity<String> get(String path) {
        return http.get()
                .uri(java.net.URI.create("http://localhost:" + port + path))
                .retrieve()
                .toEntity(String.class);
    }

    private static JsonNode json(ResponseEntity<String> response) {
        return JSON.readTree(response.getBody());
    }

    private static List<String> fieldsOf(ResponseEntity<String> problem) {
        return json(problem)
                .get("violations")
                .valueStream()
                .map(violation -> violation.get("field").asString())
                .toList();
    }
}

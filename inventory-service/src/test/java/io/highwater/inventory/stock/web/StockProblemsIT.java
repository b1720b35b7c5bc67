package io.highwater.inventory.stock.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.testing.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/// Requests that cannot be meant: each is answered with a problem that names the field.
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "highwater.bootstrap-servers=localhost:1")
class StockProblemsIT {
    static {
        TestDatabase.useForServices();
    }

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET | /stock/nothing            | ""                       | 404 | sku
        GET | /stock/a%20b              | ""                       | 400 | sku
        PUT | /stock/a%20b              | {"onHand": 1}            | 400 | sku
        PUT | /stock/book               | {}                       | 400 | onHand
        PUT | /stock/book               | {"onHand": -1}           | 400 | onHand
        PUT | /stock/book               | {"onHand": "1"}          | 400 | onHand
        PUT | /stock/book               | {"onHand": 1.5}          | 400 | onHand
        PUT | /stock/book               | {"onHand": 99999999999}  | 400 | onHand
        PUT | /stock/book               | {"onhand": 1}            | 400 | onhand
        GET | /reservations/not-an-id   | ""                       | 400 | orderId
        GET | /reservations/00000000-0000-7000-8000-000000000000 | "" | 404 | orderId
        """)
    void theFieldAtFaultIsNamed(String method, String path, String body, int status, String field) {
        var response = RestClient.create()
                .method(HttpMethod.valueOf(method))
                .uri(java.net.URI.create("http://localhost:" + port + path))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .onStatus(_ -> true, (_, _) -> {})
                .toEntity(String.class);

        assertThat(response.getStatusCode().value()).isEqualTo(status);
        assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        var problem = JsonMapper.shared().readTree(response.getBody());
        assertThat(problem.at("/violations/0/field").asString()).isEqualTo(field);
        assertThat(problem.at("/violations/0/reason").asString()).isNotEmpty();
    }
}

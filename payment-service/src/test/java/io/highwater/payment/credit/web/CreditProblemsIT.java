package io.highwater.payment.credit.web;

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
class CreditProblemsIT {
    static {
        TestDatabase.useForServices();
    }

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET | /customers/a%20b/credit   | ""                            | 400 | userId
        PUT | /customers/a%20b/credit   | {"limitCents": 1}             | 400 | userId
        PUT | /customers/x/credit       | {}                            | 400 | limitCents
        PUT | /customers/x/credit       | {"limitCents": -1}            | 400 | limitCents
        PUT | /customers/x/credit       | {"limitCents": 1e30}          | 400 | limitCents
        PUT | /customers/x/credit       | {"limitCents": "1"}           | 400 | limitCents
        PUT | /customers/x/credit       | {"limitcents": 1}             | 400 | limitcents
        GET | /payments/not-an-id       | ""                            | 400 | orderId
        GET | /payments/00000000-0000-7000-8000-000000000000 | ""       | 404 | orderId
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

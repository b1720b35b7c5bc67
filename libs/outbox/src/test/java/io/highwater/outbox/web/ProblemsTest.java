package io.highwater.outbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

class ProblemsTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
            .build();

    private final MockMvc http = MockMvcBuilders.standaloneSetup(new Shop())
            .setControllerAdvice(new Problems())
            .setConversionService(new DefaultFormattingConversionService())
            .setMessageConverters(new JacksonJsonHttpMessageConverter(JSON))
            .build();

    @Test
    void anAbsentDatabaseIsNotTheCallersFaultNorADefect() throws Exception {
        var response = get("/outage");

        assertThat(problem(response, 503).get("detail").asString()).contains("try again");
        assertThat(response.getContentAsString()).doesNotContain("10.0.0.1");
    }

    @Test
    void aDefectShowsNothingOfTheInside() throws Exception {
        assertThat(problem(get("/defect"), 500).toString()).doesNotContain("secret");
    }

    @Test
    void aRefusalNamesItsFields() throws Exception {
        assertThat(violation(get("/users/a%20b"), 400)).isEqualTo("userId must be 1 to 64 letters, digits or . _ @ -");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /things                     | id must be given
        /things?id=x                | id must be a UUID
        /things?id=%s&limit=many    | limit must be a whole number that fits into 32 bits
        /things?id=%s&color=PINK    | color must be one of RED, BLUE
        /things?id=%s&colors=PINK   | colors must be one of RED, BLUE
        /things?id=%s&age=old       | age must be a duration such as 5m or PT5M
        """)
    void aParameterOfTheWrongKindIsToldWhatItShouldBe(String path, String violation) throws Exception {
        assertThat(violation(get(path.replace("%s", UUID.randomUUID().toString())), 400))
                .isEqualTo(violation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"count": "3"}             | count must be a whole number that fits into 32 bits
        {"count": 99999999999}     | count must be a whole number that fits into 32 bits
        {"colour": "RED"}          | colour is not known; known are color, count, parts
        {"color": "PINK"}          | color must be one of RED, BLUE
        {"parts": {}}              | parts must be a list
        {"parts": [{"name": []}]}  | parts[0].name must be text
        {"parts": ["x"]}           | parts[0] must be an object
        """)
    void aFieldOfTheWrongKindIsToldWhatItShouldBe(String body, String violation) throws Exception {
        assertThat(violation(post(body, MediaType.APPLICATION_JSON), 400)).isEqualTo(violation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''            | A JSON body is needed
        {"count": 1   | The body is not JSON: line 1, column 12
        []            | The body must be an object
        """)
    void whatIsNoBodyIsToldSo(String body, String detail) throws Exception {
        assertThat(problem(post(body, MediaType.APPLICATION_JSON), 400)
                        .get("detail")
                        .asString())
                .startsWith(detail.substring(0, Math.min(detail.length(), 20)));
    }

    @Test
    void anotherKindOfContentIsAProblemToo() throws Exception {
        problem(post("count=1", MediaType.APPLICATION_FORM_URLENCODED), 415);
    }

    private MockHttpServletResponse get(String path) throws Exception {
        return http.perform(MockMvcRequestBuilders.get(java.net.URI.create(path)))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse post(String body, MediaType type) throws Exception {
        return http.perform(
                        MockMvcRequestBuilders.post("/things").contentType(type).content(body))
                .andReturn()
                .getResponse();
    }

    private static JsonNode problem(MockHttpServletResponse response, int status) throws Exception {
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.getContentType()).startsWith("application/problem+json");
        return JSON.readTree(response.getContentAsString());
    }

    private static String violation(MockHttpServletResponse response, int status) throws Exception {
        var first = problem(response, status).at("/violations/0");
        return first.get("field").asString() + " " + first.get("reason").asString();
    }

    enum Color {
        RED,
        BLUE
    }

    record Part(String name) {}

    record Thing(
            @Nullable Integer count,
            @Nullable Color color,
            @Nullable List<Part> parts) {}

    @RestController
    static class Shop {
        @GetMapping("/outage")
        String outage() {
            throw new DataAccessResourceFailureException("no route to 10.0.0.1");
        }

        @GetMapping("/defect")
        String defect() {
            throw new IllegalStateException("secret");
        }

        @GetMapping("/users/{userId}")
        String user(@PathVariable("userId") String userId) {
            return UserIds.valid(userId);
        }

        @GetMapping("/things")
        String things(
                @RequestParam("id") UUID id,
                @RequestParam(name = "limit", defaultValue = "1") int limit,
                @RequestParam("color") Optional<Color> color,
                @RequestParam(name = "colors", defaultValue = "") Set<Color> colors,
                @RequestParam("age") Optional<Duration> age) {
            return id + " " + limit + color + colors + age;
        }

        @PostMapping("/things")
        String add(@RequestBody Thing thing) {
            return thing.toString();
        }
    }
}

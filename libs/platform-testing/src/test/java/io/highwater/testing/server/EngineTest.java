package io.highwater.testing.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.DockerImageName;

class EngineTest {
    @Test
    void theReaperIsTheOneThatTestcontainersStarts() throws IOException {
        try (var reaper = DockerImageName.class.getResourceAsStream("RyukContainer.class")) {
            var constants = new String(Objects.requireNonNull(reaper).readAllBytes(), ISO_8859_1);

            assertThat(constants).contains(Engine.REAPER_IMAGE);
        }
    }

    @Test
    void theReasonIsTheFirstLineAtTheBottom() {
        var failure = new IllegalStateException("startup failed", new IllegalArgumentException("\nport taken\nmore"));

        assertThat(Engine.innermost(failure)).isEqualTo("port taken");
        assertThat(Engine.innermost(new IllegalStateException("Status 500: {\"message\":\"Get \\\"x\\\": no\"}")))
                .isEqualTo("Get \"x\": no");
        assertThat(Engine.innermost(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }
}

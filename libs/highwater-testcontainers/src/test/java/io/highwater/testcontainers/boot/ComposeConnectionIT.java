package io.highwater.testcontainers.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.highwater.testcontainers.NeedsEngine;
import io.highwater.testcontainers.PackagedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/// A Spring Boot application that starts a compose file with the broker in it.
@NeedsEngine
class ComposeConnectionIT {
    private static final String FILE = """
        services:
          broker:
            image: %s
            command:
              - --override
              - listeners=PLAINTEXT://0.0.0.0:9092
              - --override
              - advertised.listeners=PLAINTEXT://localhost:%d
              - --override
              - highwater.http.host=0.0.0.0
              - --override
              - log.dirs=/data
            ports: ["127.0.0.1:%d:9092"]
            healthcheck:
              test: [CMD, is-healthy, "9404", /health]
              interval: 1s
              retries: 120
        """;

    @TempDir
    private Path folder;

    @Test
    void theApplicationFindsTheBroker() throws Exception {
        assumeTrue(hasCompose(), "there is an engine, but no `docker compose` on the path");
        int port = freePort();
        var file = Files.writeString(
                folder.resolve("compose.yaml"), FILE.formatted(PackagedBroker.imageName(), port, port));

        try (var application = new SpringApplicationBuilder(EchoApplication.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.docker.compose.file=" + file,
                        "--spring.docker.compose.skip.in-tests=false",
                        // It would stop at the end of the JVM, when the file is gone.
                        "--spring.docker.compose.lifecycle-management=start-only")) {
            var echo = application.getBean(EchoApplication.class);
            echo.say("found in the compose file");

            assertThat(echo.heard()).isEqualTo("found in the compose file");
        } finally {
            assertThat(docker("compose", "--file", file.toString(), "down", "--volumes"))
                    .isZero();
        }
    }

    private static boolean hasCompose() throws InterruptedException {
        try {
            return docker("compose", "version") == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int docker(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}

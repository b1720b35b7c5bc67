package io.highwater.testcontainers.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.testcontainers.HighwaterContainer;
import io.highwater.testcontainers.NeedsEngine;
import io.highwater.testcontainers.PackagedBroker;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.test.annotation.DirtiesContext;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/// As in the README: a Spring Boot application against the broker's container.
@NeedsEngine
@Testcontainers
// The application's clients close before the broker does; a cached context would close them at the end of the JVM, and
// they would wait half a minute for a broker that is gone.
@DirtiesContext
@SpringBootTest(classes = EchoApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
class ServiceConnectionIT {
    @Container
    @ServiceConnection
    private static final HighwaterContainer BROKER = new HighwaterContainer(PackagedBroker.imageName());

    @Autowired
    private EchoApplication echo;

    @Test
    void theApplicationFindsTheBroker() throws Exception {
        echo.say("found by @ServiceConnection");

        assertThat(echo.heard()).isEqualTo("found by @ServiceConnection");
    }
}

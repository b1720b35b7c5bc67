package io.highwater.testcontainers;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.images.builder.ImageFromDockerfile;

/// The image that these tests use: made in a second from the jar of this build, so that a test never meets
/// an older broker; or the one that `HIGHWATER_BROKER_IMAGE` names.
public final class PackagedBroker {
    static final String BASE_IMAGE = "eclipse-temurin:25-jre";

    private static final int EXECUTABLE = 0755;
    private static final String NAME = image();

    private PackagedBroker() {}

    public static String imageName() {
        return NAME;
    }

    private static String image() {
        var given = System.getenv("HIGHWATER_BROKER_IMAGE");
        return given == null || given.isBlank() ? build() : given;
    }

    private static String build() {
        var repository = Path.of(System.getProperty("repository"));
        var jar = repository.resolve("broker-node/server/target/broker-server.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    jar.normalize() + " is missing: mvn -Pquick -DskipTests -pl broker-node/server -am package");
        }
        var docker = repository.resolve("infrastructure/docker");
        return new ImageFromDockerfile("highwater/broker:packaged", false)
                .withFileFromPath(
                        "Dockerfile", repository.resolve("libs/highwater-testcontainers/src/test/docker/Dockerfile"))
                .withFileFromPath("broker-server.jar", jar)
                .withFileFromPath("java.options", repository.resolve("infrastructure/java/broker.options"))
                .withFileFromPath("bin/start", docker.resolve("start"), EXECUTABLE)
                .withFileFromPath("bin/is-healthy", docker.resolve("is-healthy"), EXECUTABLE)
                .get();
    }
}

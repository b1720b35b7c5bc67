package io.highwater.testing.server;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/// A Docker engine that tests may use. Everything is asked before Testcontainers is: that tries for minutes what an
/// engine without the image, or none at all, cannot give.
public final class Engine {
    /// The container with which Testcontainers cleans up after a JVM; the version is its own.
    static final String REAPER_IMAGE = "testcontainers/ryuk:0.14.0";

    private static final Engine THIS_MACHINES = new Engine();
    private static final int PULL_LIMIT_S = 60;
    private static final Pattern STATUS = Pattern.compile("Status \\d+: \\{\"message\":\"(.*)\"}");

    /// Whether a container of an image can be had.
    public sealed interface Offer {
        /// @param engine which one, for people
        record Ready(String engine) implements Offer {}

        /// @param reason the rest of a sentence that ends with it
        record Unavailable(String reason) implements Offer {}
    }

    private Engine() {}

    /// The engine that `DOCKER_HOST` names, else one that listens where engines usually do.
    public static Engine ofThisMachine() {
        return THIS_MACHINES;
    }

    /// Takes seconds at the most, or a minute if the image is being pulled. The image is on the engine afterwards.
    public synchronized Offer offer(String image) {
        var sockets = EngineSockets.ofThisMachine();
        if (sockets.silence().isPresent()) {
            return new Offer.Unavailable(sockets.silence().get());
        }
        try {
            LoopbackEngine.considerFirst();
            return offer(
                    image,
                    DockerClientFactory.instance()
                            .getTransportConfig()
                            .getDockerHost()
                            .toString());
        } catch (IllegalStateException | DockerException e) {
            return new Offer.Unavailable("the Docker engine cannot be used: " + innermost(e));
        }
    }

    private static Offer offer(String image, String address) {
        var config = DockerClientFactory.instance().getTransportConfig();
        // Testcontainers' own client would start the reaper first, and pull that.
        var client = DockerClientProviderStrategy.getClientForConfig(config);
        var engine =
                "Docker engine %s at %s".formatted(client.versionCmd().exec().getVersion(), address);
        if (!Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) {
            var problem = fetch(client, REAPER_IMAGE);
            if (!problem.isEmpty()) {
                return new Offer.Unavailable("%s %s".formatted(engine, problem));
            }
        }
        var problem = fetch(client, image);
        return problem.isEmpty() ? new Offer.Ready(engine) : new Offer.Unavailable("%s %s".formatted(engine, problem));
    }

    /// @return empty if the image is there, else what is wrong
    private static String fetch(DockerClient client, String image) {
        var name = ImageNameSubstitutor.instance()
                .apply(DockerImageName.parse(image))
                .asCanonicalNameString();
        if (has(client, name)) {
            return "";
        }
        try {
            var pull = client.pullImageCmd(name).exec(new Pull());
            boolean ended = pull.awaitCompletion(PULL_LIMIT_S, TimeUnit.SECONDS);
            if (has(client, name)) {
                return "";
            }
            return ended
                    ? "has no image %s and cannot pull it: %s".formatted(name, pull.problem())
                    : "has no image %s and did not get it within %d s; try docker pull".formatted(name, PULL_LIMIT_S);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "has no image %s, and pulling it was interrupted".formatted(name);
        }
    }

    private static boolean has(DockerClient client, String image) {
        try {
            client.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    /// The first line of what went wrong at the bottom, without the wrapping of Docker's HTTP interface.
    static String innermost(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        var message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        var line = message.strip().lines().findFirst().orElse(cause.toString());
        var wrapped = STATUS.matcher(line);
        return wrapped.matches() ? wrapped.group(1).replace("\\\"", "\"") : line;
    }
}

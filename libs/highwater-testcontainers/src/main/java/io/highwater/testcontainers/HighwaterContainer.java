package io.highwater.testcontainers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/// One node of the Highwater broker in a container.
///
/// ```java
/// try (var broker = new HighwaterContainer()) {
///     broker.start();
///     new KafkaProducer<>(Map.of("bootstrap.servers", broker.getBootstrapServers(), …));
/// }
/// ```
///
/// Clients on this machine use [#getBootstrapServers()], clients in containers of the same network
/// [#getNetworkBootstrapServers()]; each is told addresses that lead from where it is to the broker. What
/// the broker stored is gone with the container.
public class HighwaterContainer extends GenericContainer<HighwaterContainer> {
    /// The name that the repository's compose file gives the image.
    public static final DockerImageName IMAGE = DockerImageName.parse("highwater/broker");

    private static final String COMMAND_FILE = "/tmp/highwater-command";
    private static final String READY_FILE = "/tmp/highwater-command-is-complete";
    private static final String WAIT_FOR_COMMAND =
            "until [ -e %s ]; do sleep 0.05; done; . %s".formatted(READY_FILE, COMMAND_FILE);

    private final BrokerImage image;
    private final Map<String, String> config = new LinkedHashMap<>(Map.of("log.dirs", "/data"));
    private List<String> entryPoint = List.of();

    /// From the image that the system property `highwater.broker.image` or the environment's
    /// `HIGHWATER_BROKER_IMAGE` names; from [#IMAGE] if neither does.
    public HighwaterContainer() {
        this(imageOfThisRun());
    }

    /// @param image with or without a tag, such as `highwater/broker:1.0`
    public HighwaterContainer(String image) {
        this(DockerImageName.parse(image));
    }

    /// @throws IllegalStateException if the image is called otherwise and is not declared a substitute of
    ///     [#IMAGE]
    @SuppressWarnings("this-escape")
    public HighwaterContainer(DockerImageName image) {
        super(image);
        image.assertCompatibleWith(IMAGE);
        this.image = BrokerImage.of(image);
        addExposedPorts(BrokerCommand.NETWORK_PORT, BrokerCommand.OWN_PORT, BrokerCommand.STATUS_PORT);
        withCreateContainerCmdModifier(create -> create.withEntrypoint("sh", "-c", WAIT_FOR_COMMAND, "highwater"));
        waitingFor(new BrokerHealth());
    }

    private static DockerImageName imageOfThisRun() {
        return Optional.ofNullable(
                        System.getProperty("highwater.broker.image", System.getenv("HIGHWATER_BROKER_IMAGE")))
                .filter(name -> !name.isBlank())
                .map(name -> DockerImageName.parse(name).asCompatibleSubstituteFor(IMAGE))
                .orElse(IMAGE);
    }

    /// Sets a key of the broker's configuration, such as `num.partitions`; before the start. A key that the
    /// broker does not know fails the start with its sentence.
    ///
    /// @throws IllegalArgumentException for the keys of the listeners, which this class sets
    public HighwaterContainer withConfig(String key, String value) {
        if (BrokerCommand.owns(key)) {
            throw new IllegalArgumentException(key + " is set by HighwaterContainer itself: it knows the ports");
        }
        config.put(key, value);
        return self();
    }

    /// For clients on this machine: `host:port`.
    public String getBootstrapServers() {
        return getHost() + ":" + getMappedPort(BrokerCommand.OWN_PORT);
    }

    /// For clients in containers of the same network: `alias:9092`, with the first alias that was given.
    ///
    /// @throws IllegalStateException if the container is in no network of its own, where others would find
    ///     it by name
    public String getNetworkBootstrapServers() {
        if (getNetwork() == null) {
            throw new IllegalStateException("other containers find this broker in a network only: add"
                    + " .withNetwork(network).withNetworkAliases(\"broker\")");
        }
        return networkAddress();
    }

    /// The broker's metrics in Prometheus' format, for clients on this machine.
    public String getMetricsUrl() {
        return "http://%s:%d/metrics".formatted(getHost(), getMappedPort(BrokerCommand.STATUS_PORT));
    }

    /// @throws IllegalStateException    without a Docker engine, or without the image
    /// @throws ContainerLaunchException with the reason, and the broker's own words where it had some
    @Override
    public void start() {
        if (getContainerId() != null) {
            return;
        }
        requireEngine();
        entryPoint = image.entryPoint(getDockerClient());
        try {
            super.start();
        } catch (ContainerLaunchException e) {
            throw new ContainerLaunchException("%s did not start: %s".formatted(image.name(), innermost(e)), e);
        }
    }

    private static void requireEngine() {
        try {
            DockerClientFactory.instance().client();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "a HighwaterContainer needs a Docker engine, and Testcontainers found none that it can use: "
                            + innermost(e),
                    e);
        }
    }

    @Override
    protected void containerIsStarting(InspectContainerResponse info) {
        var command = new BrokerCommand(entryPoint, getBootstrapServers(), networkAddress(), config);
        copyFileToContainer(Transferable.of(command.line()), COMMAND_FILE);
        copyFileToContainer(Transferable.of(""), READY_FILE);
    }

    private String networkAddress() {
        var aliases = getNetworkAliases();
        // The first one is Testcontainers' own and random.
        return aliases.get(aliases.size() > 1 ? 1 : 0) + ":" + BrokerCommand.NETWORK_PORT;
    }

    private static String innermost(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null
                ? cause.toString()
                : cause.getMessage().strip();
    }
}

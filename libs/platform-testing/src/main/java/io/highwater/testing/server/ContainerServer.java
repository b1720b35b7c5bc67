package io.highwater.testing.server;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import io.highwater.testing.TestServer;
import java.time.Duration;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.WaitStrategy;

/// A server in a container. Its port is chosen here and not by the engine, which would choose another one at every
/// start.
final class ContainerServer implements TestServer {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ATTEMPTS = 3;
    private static final int STOP_LIMIT_S = 10;

    private final GenericContainer<?> container;
    private final WaitStrategy ready;
    private final int port;

    private ContainerServer(GenericContainer<?> container, WaitStrategy ready, int port) {
        this.container = container;
        this.ready = ready;
        this.port = port;
    }

    /// @param innerPort where the server listens in its container
    /// @param ready     passes as soon as it answers, at each start
    static TestServer start(int innerPort, WaitStrategy ready, Supply container) {
        for (int attempt = 1; ; attempt++) {
            var server = new ContainerServer(container.get(), ready.withStartupTimeout(PATIENCE), FreePort.find());
            try {
                server.launch(innerPort);
                return server;
            } catch (ContainerLaunchException e) {
                if (attempt == ATTEMPTS || !portWasTaken(e)) {
                    throw e;
                }
            }
        }
    }

    private void launch(int innerPort) {
        container.withCreateContainerCmdModifier(command -> {
            var binding = new PortBinding(binding(), ExposedPort.tcp(innerPort));
            Objects.requireNonNullElseGet(command.getHostConfig(), HostConfig::new)
                    .withPortBindings(binding);
        });
        container.withExposedPorts(innerPort).waitingFor(ready).start();
    }

    /// On loopback if the engine is here: these servers have well-known passwords.
    private Binding binding() {
        var host = DockerClientFactory.instance().dockerHostIpAddress();
        var here = host.equals("localhost") || host.startsWith("127.");
        return here ? Binding.bindIpAndPort("127.0.0.1", port) : Binding.bindPort(port);
    }

    private static boolean portWasTaken(Throwable failure) {
        var reason = Engine.innermost(failure);
        return reason.contains("already allocated") || reason.contains("already in use");
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void stop() {
        container
                .getDockerClient()
                .stopContainerCmd(container.getContainerId())
                .withTimeout(STOP_LIMIT_S)
                .exec();
    }

    @Override
    public void startAgain() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        ready.waitUntilReady(container);
    }

    @Override
    public void close() {
        container.stop();
    }

    /// Makes a container that is not started, another one at each call.
    interface Supply {
        GenericContainer<?> get();
    }
}

package io.highwater.testing.server;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;
import org.testcontainers.utility.TestcontainersConfiguration;

/// The engine of this machine, seen from a machine that looks like a container. Where `/.dockerenv` is, Testcontainers
/// looks for published ports at the bridge's gateway. If that address is this machine's own, the engine is here too:
/// its ports are on loopback for certain, and at the gateway only if it publishes them everywhere.
public final class LoopbackEngine extends DockerClientProviderStrategy {
    private static final Path SOCKET = Path.of("/var/run/docker.sock");
    private static final String LAST_STRATEGY = "docker.client.strategy";

    /// Forgets, in this JVM, which strategy Testcontainers used the last time: it would prefer that one to this.
    static void considerFirst() {
        if (looksLikeAContainer()) {
            TestcontainersConfiguration.getInstance().getUserProperties().remove(LAST_STRATEGY);
        }
    }

    private static boolean looksLikeAContainer() {
        return Files.exists(Path.of("/.dockerenv"))
                && Files.exists(SOCKET)
                && System.getenv("DOCKER_HOST") == null
                && System.getenv("TESTCONTAINERS_HOST_OVERRIDE") == null;
    }

    @Override
    protected boolean isApplicable() {
        return looksLikeAContainer();
    }

    @Override
    protected int getPriority() {
        // Before the strategy for any local socket, which is at 80; after whatever the user configured.
        return 90;
    }

    @Override
    public TransportConfig getTransportConfig() {
        return TransportConfig.builder()
                .dockerHost(URI.create("unix://" + SOCKET))
                .build();
    }

    @Override
    public synchronized String getDockerHostIpAddress() {
        var assumed = super.getDockerHostIpAddress();
        return isOurs(assumed) ? "127.0.0.1" : assumed;
    }

    @Override
    public String getDescription() {
        return "the engine of this machine, with its ports on loopback";
    }

    @Override
    protected boolean isPersistable() {
        return false;
    }

    private static boolean isOurs(String address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }
}

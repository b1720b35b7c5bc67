package io.highwater.runner.platform;

import io.highwater.kafka.AccessSettings;
import io.highwater.kafka.ClusterProbe;
import java.util.Map;

/// A Kafka cluster of somebody else's, looked at before anything is started on it.
final class GivenCluster {
    private GivenCluster() {}

    /// Throws when the platform cannot run on it, with what to do.
    static void refuseUnusable(String bootstrapServers, Map<String, String> environment) {
        try {
            new ClusterProbe(bootstrapServers, AccessSettings.ofEnvironment(environment))
                    .complaint()
                    .ifPresent(complaint -> {
                        throw new PlatformException(complaint);
                    });
        } catch (IllegalArgumentException e) {
            throw new PlatformException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("interrupted while the cluster was asked", e);
        }
    }
}

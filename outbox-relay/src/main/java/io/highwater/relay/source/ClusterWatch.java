package io.highwater.relay.source;

import io.highwater.kafka.ClusterProbe;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Looks at the cluster when the relay starts, until it can be used: without a row to send, nobody would
/// notice.
@Component
class ClusterWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final ClusterProbe probe;
    private volatile @Nullable Thread watcher;

    ClusterWatch(RelaySettings settings) {
        probe = new ClusterProbe(settings.bootstrapServers(), settings.producer());
    }

    @Override
    public void start() {
        watcher = Thread.ofVirtual().name("cluster-watch").start(this::watch);
    }

    private void watch() {
        try {
            String said = "";
            Optional<String> complaint = probe.complaint();
            while (complaint.isPresent()) {
                if (!complaint.get().equals(said)) {
                    said = complaint.get();
                    LOG.atWarn().log("waiting for the cluster: {}", said);
                }
                Thread.sleep(BETWEEN_LOOKS);
                complaint = probe.complaint();
            }
            if (!said.isEmpty()) {
                LOG.atInfo().log("the cluster can be used");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        Thread running = watcher;
        if (running != null) {
            running.interrupt();
            watcher = null;
        }
    }

    @Override
    public boolean isRunning() {
        return watcher != null;
    }
}

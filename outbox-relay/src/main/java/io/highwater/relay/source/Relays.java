package io.highwater.relay.source;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// All sources: begun with the application, halted with it.
@Component
public class Relays implements SmartLifecycle {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Map<String, SourceRelay> relays = new LinkedHashMap<>();
    private volatile boolean running;

    public Relays(RelaySettings settings, MeterRegistry meters) {
        for (var source : settings.enabledSources()) {
            relays.put(source.name(), new SourceRelay(source, settings, Clock.systemUTC(), meters));
        }
    }

    @Override
    public void start() {
        running = true;
        relays.values().forEach(SourceRelay::begin);
    }

    /// Halts all sources at the same time: each waits for its own engine.
    @Override
    public void stop() {
        var halts = new ArrayList<Thread>();
        for (var relay : relays.values()) {
            halts.add(Thread.ofVirtual().start(() -> relay.shutDown(STOP_WITHIN)));
        }
        for (var halt : halts) {
            try {
                halt.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Every source's status, by name.
    public Map<String, SourceStatus> statuses() {
        var statuses = new TreeMap<String, SourceStatus>();
        relays.forEach((name, relay) -> statuses.put(name, relay.status()));
        return statuses;
    }

    /// One source's status; empty if there is no such source.
    public Optional<SourceStatus> status(String source) {
        return Optional.ofNullable(relays.get(source)).map(SourceRelay::status);
    }

    /// The names of all sources.
    public List<String> names() {
        return List.copyOf(relays.keySet());
    }

    /// What an operator may do to a source.
    public enum Action {
        /// Stop reading; the slot keeps what is written meanwhile.
        PAUSE,
        /// Go on after a pause.
        RESUME,
        /// Send every row that is still kept once more.
        RESNAPSHOT
    }

    /// Does it, in the background. Returns false if there is no such source.
    public boolean act(String source, Action action) {
        var relay = relays.get(source);
        if (relay == null) {
            return false;
        }
        switch (action) {
            case PAUSE -> relay.pause();
            case RESUME -> relay.resume();
            case RESNAPSHOT -> relay.resnapshot();
        }
        return true;
    }
}

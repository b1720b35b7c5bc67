package io.highwater.relay;

import io.highwater.kafka.AccessSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// How to get into the cluster, `highwater.kafka.*`, the same for the relay as for the services. What
/// the relay's own `highwater.relay.producer.*` says wins.
public final class SharedAccess implements EnvironmentPostProcessor {
    private static final String PREFIX = "highwater.kafka";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        var settings = new LinkedHashMap<String, String>();
        Binder.get(environment)
                .bind(PREFIX, Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of)
                .forEach((name, value) -> {
                    if (!value.isBlank()) {
                        settings.put(name, value);
                    }
                });
        var properties = new LinkedHashMap<String, Object>();
        AccessSettings.clientProperties(settings)
                .forEach((name, value) -> properties.put("highwater.relay.producer." + name, value));
        environment.getPropertySources().addLast(new MapPropertySource(PREFIX, properties));
    }
}

package io.highwater.outbox.autoconfigure;

import io.highwater.kafka.AccessSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.ResourcePropertySource;

/// Settings that every service shares, below all others in precedence: a service's own configuration
/// holds only what is particular to it. It has to name its `highwater.database`.
public final class ServiceDefaults implements EnvironmentPostProcessor {
    private static final String FILE = "highwater-service.properties";
    private static final String ACCESS = "highwater.kafka";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource(ACCESS, kafkaAccess(environment)));
        try {
            environment.getPropertySources().addLast(new ResourcePropertySource(new ClassPathResource(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How to get into the cluster, for every client that Spring makes.
    private static Map<String, Object> kafkaAccess(ConfigurableEnvironment environment) {
        var settings = new LinkedHashMap<String, String>();
        Binder.get(environment)
                .bind(ACCESS, Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of)
                .forEach((name, value) -> {
                    if (!value.isBlank()) {
                        settings.put(name, value);
                    }
                });
        var properties = new LinkedHashMap<String, Object>();
        AccessSettings.clientProperties(settings)
                .forEach((name, value) -> properties.put("spring.kafka.properties." + name, value));
        return properties;
    }
}

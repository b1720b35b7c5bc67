package io.highwater.runner.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/// What the compose file and the runner cannot read from one place: the parts' names, and those of their settings.
class ComposeFileTest {
    private static final Path CHECKOUT = Path.of("").toAbsolutePath().getParent();

    /// Of the images' entry point only.
    private static final List<String> ONLY_IN_CONTAINERS = List.of("HIGHWATER_HEAP", "HIGHWATER_DATA");

    @TempDir
    private Path data;

    private String file = "";
    private Map<String, Map<String, Object>> services = Map.of();
    private List<Part> parts = List.of();

    @BeforeEach
    void read() throws IOException {
        file = Files.readString(CHECKOUT.resolve("docker-compose.yml"));
        Map<String, Map<String, Map<String, Object>>> content = new Yaml().load(file);
        services = content.getOrDefault("services", Map.of());
        parts = new Parts(new Installation(CHECKOUT, new RunDirectory(data)), Ports.of(0, Map.of())).all();
    }

    @Test
    void everyPartIsAContainerOfItsName() {
        assertThat(services).containsKeys(parts.stream().map(Part::name).toArray(String[]::new));
    }

    @Test
    void aServiceIsToldTheSameInAContainerAsInAProcess() {
        for (Part part : parts) {
            if (part.kind() == Part.Kind.SERVICE) {
                var told = new TreeSet<>(environment(part.name()).keySet());
                told.removeAll(ONLY_IN_CONTAINERS);

                assertThat(part.environment().keySet()).as(part.name()).containsAll(withoutModes(told));
            }
        }
    }

    @Test
    void whatIsSharedIsUsed() {
        Pattern variable = Pattern.compile("\\$\\{(HIGHWATER_(PORT|HEAP)_[A-Z_]+)}");
        var used = variable.matcher(file).results().map(found -> found.group(1));

        assertThat(new TreeSet<>(used.toList()))
                .isEqualTo(new TreeSet<>(SharedSettings.read(Map.of()).byName().keySet().stream()
                        .filter(name -> name.startsWith("HIGHWATER_"))
                        .toList()));
    }

    /// The runner gives the mode as an argument.
    private static List<String> withoutModes(TreeSet<String> names) {
        return names.stream().filter(name -> !name.endsWith("_MODE")).toList();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> environment(String service) {
        return Stream.ofNullable(services.get(service))
                .map(definition -> (Map<String, Object>) definition.getOrDefault("environment", Map.of()))
                .findFirst()
                .orElse(Map.of());
    }
}

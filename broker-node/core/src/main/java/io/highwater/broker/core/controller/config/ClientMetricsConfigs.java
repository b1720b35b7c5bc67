package io.highwater.broker.core.controller.config;

import static io.highwater.broker.core.controller.config.ConfigType.INT;
import static io.highwater.broker.core.controller.config.ConfigType.LIST;
import static io.highwater.broker.core.controller.config.Constraint.between;
import static io.highwater.broker.core.controller.config.Constraint.none;

import io.highwater.broker.core.controller.config.ConfigKey.Update;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Keys of a subscription to the metrics of clients (KIP-714). Subscriptions are kept for tools that manage them; this
/// broker does not ask clients for metrics yet.
public final class ClientMetricsConfigs {
    private static final String KEPT_ONLY = " Without effect in this version, which asks no client for metrics.";
    private static final Set<String> MATCHABLE = Set.of(
            "client_instance_id",
            "client_id",
            "client_software_name",
            "client_software_version",
            "client_source_address",
            "client_source_port");

    public static final ConfigTable TABLE = new ConfigTable(Update.DYNAMIC)
            .key("metrics", LIST, "", none(), "Prefixes of the names of wanted metrics; * is all." + KEPT_ONLY)
            .key("interval.ms", INT, "300000", between(100, 3_600_000), "How often clients push." + KEPT_ONLY)
            .key(
                    "match",
                    LIST,
                    "",
                    ClientMetricsConfigs::matchViolation,
                    "Which clients are meant, as attribute=pattern." + KEPT_ONLY);

    private ClientMetricsConfigs() {}

    private static Optional<String> matchViolation(String value) {
        return ConfigKey.elements(value).stream().allMatch(ClientMetricsConfigs::isMatch)
                ? Optional.empty()
                : Optional.of("a list of attribute=regular expression, with the attributes "
                        + String.join(", ", MATCHABLE.stream().sorted().toList()));
    }

    private static boolean isMatch(String element) {
        var parts = element.split("=", -1);
        if (parts.length != 2 || !MATCHABLE.contains(parts[0].trim()) || parts[1].isBlank()) {
            return false;
        }
        try {
            return Pattern.compile(parts[1].trim()) != null;
        } catch (PatternSyntaxException _) {
            return false;
        }
    }
}

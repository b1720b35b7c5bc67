package io.highwater.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessSettingsTest {
    @Test
    void withoutSettingsThereAreNoProperties() {
        assertThat(AccessSettings.ofEnvironment(Map.of(
                        "HIGHWATER_BOOTSTRAP_SERVERS", "kafka:9092", "HIGHWATER_KAFKA_USERNAME", "", "PATH", "/bin")))
                .isEmpty();
    }

    @Test
    void anyClientPropertyIsAVariable() {
        assertThat(AccessSettings.ofEnvironment(Map.of(
                        "HIGHWATER_KAFKA_SECURITY_PROTOCOL", "SSL",
                        "HIGHWATER_KAFKA_SSL_TRUSTSTORE_LOCATION", "/etc/trust.p12")))
                .containsOnly(entry("security.protocol", "SSL"), entry("ssl.truststore.location", "/etc/trust.p12"));
    }

    @Test
    void aUserLogsInWithScramOverTlsUnlessToldOtherwise() {
        var properties = AccessSettings.clientProperties(Map.of("username", "ann", "password", "se\"cr\\et"));

        assertThat(properties)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"ann\""
                                + " password=\"se\\\"cr\\\\et\";")
                .doesNotContainKeys("username", "password");
    }

    @Test
    void theEnvironmentWinsOverTheFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("client.properties"), "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n");

        var properties = AccessSettings.clientProperties(Map.of(
                "properties.file", file.toString(), "security.protocol", "SASL_SSL", "username", "a", "password", "b"));

        assertThat(properties)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "PLAIN")
                .doesNotContainKey("properties.file");
        assertThat(properties.get("sasl.jaas.config")).contains("PlainLoginModule");
    }

    @Test
    void contradictionsAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessSettings.clientProperties(Map.of("username", "ann")))
                .withMessageContaining("HIGHWATER_KAFKA_PASSWORD");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessSettings.clientProperties(
                        Map.of("username", "ann", "password", "x", "sasl.mechanism", "GSSAPI")))
                .withMessageContaining("GSSAPI");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessSettings.clientProperties(Map.of("properties.file", "/no/such/file")))
                .withMessageContaining("/no/such/file");
    }
}

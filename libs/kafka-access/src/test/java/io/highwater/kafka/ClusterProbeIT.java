package io.highwater.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.testing.kafka.ApacheKafka;
import io.highwater.testing.kafka.ApacheKafkaSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Against one real node with users and rights: ann may do everything, bob nothing.
@Timeout(60)
class ClusterProbeIT {
    private static final Map<String, String> ANN = user("ann", "secret of ann");

    @TempDir
    static Path directory;

    private static ApacheKafka kafka;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        var settings = ApacheKafkaSettings.in(directory)
                .withClientProtocol("SASL_PLAINTEXT")
                .withProperty("sasl.enabled.mechanisms", "SCRAM-SHA-512")
                .withProperty(
                        "listener.name.client.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;")
                .withProperty("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .withProperty("super.users", "User:ANONYMOUS;User:ann")
                .withFormatArguments("--add-scram", "SCRAM-SHA-512=[name=ann,password=secret of ann]")
                .withFormatArguments("--add-scram", "SCRAM-SHA-512=[name=bob,password=secret of bob]");
        for (var property : ANN.entrySet()) {
            settings = settings.withClientProperty(property.getKey(), property.getValue());
        }
        kafka = ApacheKafka.start(settings);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void aUserWithAllRightsHasNothingToComplainOf() throws InterruptedException {
        assertThat(complaint(ANN)).isEmpty();
    }

    @Test
    void aWrongPasswordIsNamed() throws InterruptedException {
        assertThat(complaint(user("ann", "guess")))
                .hasValueSatisfying(text -> assertThat(text).contains("refuses the user", "HIGHWATER_KAFKA_PASSWORD"));
    }

    @Test
    void aMechanismThatIsNotEnabledIsNamedWithThoseThatAre() throws InterruptedException {
        var plain = new HashMap<>(Map.of("username", "ann", "password", "x", "sasl.mechanism", "PLAIN"));
        plain.put("security.protocol", "SASL_PLAINTEXT");

        assertThat(complaint(AccessSettings.clientProperties(plain)))
                .hasValueSatisfying(text -> assertThat(text).contains("PLAIN", "SCRAM-SHA-512"));
    }

    @Test
    void aUserWithoutRightsIsToldWhatToGrant() throws InterruptedException {
        assertThat(complaint(user("bob", "secret of bob")))
                .hasValueSatisfying(text -> assertThat(text).contains("forbids", "CREATE"));
    }

    @Test
    void aClientWithoutLoginIsToldThatOneMayBeWanted() throws InterruptedException {
        assertThat(complaint(Map.of()))
                .hasValueSatisfying(text -> assertThat(text).contains("HIGHWATER_KAFKA_SECURITY_PROTOCOL"));
    }

    @Test
    void nobodyThereIsSaidAtOnceForEachAddress() throws IOException, InterruptedException {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        Optional<String> complaint =
                new ClusterProbe("127.0.0.1:%d, kafka.invalid:9092,nonsense".formatted(closed), Map.of()).complaint();

        assertThat(complaint)
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("127.0.0.1:" + closed, "kafka.invalid:9092 (no such host)", "nonsense (not of"));
    }

    private static Optional<String> complaint(Map<String, String> client) throws InterruptedException {
        return new ClusterProbe(kafka.bootstrapServers(), client).complaint();
    }

    private static Map<String, String> user(String name, String password) {
        return AccessSettings.clientProperties(
                Map.of("username", name, "password", password, "security.protocol", "SASL_PLAINTEXT"));
    }
}

package io.highwater.broker.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerConfigTest {
    /// The file that Apache Kafka ships, without its comments.
    private static final String STOCK_FILE = """
        process.roles=broker,controller
        node.id=1
        controller.quorum.bootstrap.servers=localhost:9093
        listeners=PLAINTEXT://:9092,CONTROLLER://:9093
        inter.broker.listener.name=PLAINTEXT
        advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL
        num.network.threads=3
        num.io.threads=8
        socket.send.buffer.bytes=102400
        socket.receive.buffer.bytes=102400
        socket.request.max.bytes=104857600
        log.dirs=/tmp/kraft-combined-logs
        num.partitions=1
        num.recovery.threads.per.data.dir=2
        offsets.topic.replication.factor=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        log.retention.hours=168
        log.segment.bytes=1073741824
        log.retention.check.interval.ms=300000
        """;

    @Test
    void nothingWrittenIsASingleNodeOnItsUsualPort() {
        var config = BrokerConfig.of(Map.of());

        assertThat(config.listeners()).containsExactly(new Endpoint("PLAINTEXT", "", 9092));
        assertThat(config.logDirs()).containsExactly(Path.of("./data/broker"));
        assertThat(config.groupCommit()).isTrue();
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void theFileThatKafkaShipsStartsANode(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("server.properties"), STOCK_FILE);

        var config = BrokerConfig.load(file, Map.of("node.id", "7"));

        assertThat(config.get(Settings.NODE_ID)).isEqualTo(7);
        assertThat(config.listeners()).containsExactly(new Endpoint("PLAINTEXT", "", 9092));
        assertThat(config.warnings()).anyMatch(text -> text.contains("CONTROLLER is not opened"));
    }

    @Test
    void anUnknownKeyStopsTheStartAndNamesTheOneThatWasMeant() {
        assertThatThrownBy(() -> BrokerConfig.of(Map.of("num.partition", "3")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("num.partition = 3")
                .hasMessageContaining("did you mean num.partitions?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node.id | minus one | a whole number, at least 0",
                "num.partitions | 0 | a whole number, at least 1",
                "auto.create.topics.enable | maybe | true or false",
                "flush.mode | never | one of group-commit, page-cache",
                "highwater.http.port | 70000 | from -1 to 65535",
                "listeners | localhost:9092 | NAME://host:port",
                "listeners | PLAINTEXT://:99999 | NAME://host:port",
                "process.roles | broker | broker,controller",
                "default.replication.factor | 3 | must be 1",
                "controller.quorum.voters | 1@a:1,2@b:1 | more than one node",
                "advertised.listeners | PLAINTEXT://0.0.0.0:9092 | clients cannot connect",
                "inter.broker.listener.name | INSIDE | no listener of that name"
            })
    void aNonsenseValueIsNamedWithWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> BrokerConfig.of(Map.of(key, value)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(allowed);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThatThrownBy(() -> BrokerConfig.of(Map.of("node.id", "x", "num.partitions", "y", "nonsense", "z")))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        failure -> assertThat(failure.problems()).hasSize(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssl.keystore.location", "authorizer.class.name", "sasl.enabled.mechanisms"})
    void aKeyWhoseAbsenceWouldChangeTheMeaningIsRefused(String key) {
        assertThatThrownBy(() -> BrokerConfig.of(Map.of(key, "anything")))
                .hasMessageContaining(key)
                .hasMessageContaining("not part of this version");
    }

    @Test
    void aKeyThatOnlyTunesWhatWeDoNotHaveIsPassedOver() {
        var config = BrokerConfig.of(Map.of("num.io.threads", "8"));

        assertThat(config.warnings()).singleElement().asString().contains("num.io.threads has no effect");
    }

    @Test
    void aListenerWithTlsIsRefused() {
        assertThatThrownBy(() -> BrokerConfig.of(
                        Map.of("listeners", "SAFE://:9092", "listener.security.protocol.map", "SAFE:SSL")))
                .hasMessageContaining("must be PLAINTEXT");
    }

    @Test
    void everyDefaultIsAllowed() {
        var config = BrokerConfig.of(Map.of());

        assertThat(Settings.all().values())
                .allSatisfy(
                        setting -> assertThat(config.<Object>get(cast(setting))).isNotNull());
    }

    @SuppressWarnings("unchecked")
    private static Setting<Object> cast(Setting<?> setting) {
        return (Setting<Object>) setting;
    }
}

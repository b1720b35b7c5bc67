package io.highwater.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.runner.platform.PlatformException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void nothingMeansHelp() {
        assertThat(Options.parse().command()).isEqualTo("help");
    }

    @Test
    void optionsMayStandBeforeAndBehindTheCommand() {
        Options options = Options.parse("--port-offset", "1000", "up", "--detach", "--data", "/tmp/here");

        assertThat(options.command()).isEqualTo("up");
        assertThat(options.portOffset()).isEqualTo(1_000);
        assertThat(options.detach()).isTrue();
        assertThat(options.data()).isEqualTo(Path.of("/tmp/here"));
    }

    @Test
    void portsAreGivenByPart() {
        Options options = Options.parse("up", "--port", "broker=19092", "--port", "redis=26379");

        assertThat(options.ports()).containsEntry("broker", 19_092).containsEntry("redis", 26_379);
    }

    @Test
    void logsTakePartsAndAText() {
        Options options = Options.parse("logs", "-f", "broker", "--grep", "order-1");

        assertThat(options.follow()).isTrue();
        assertThat(options.operands()).containsExactly("broker");
        assertThat(options.grep()).isEqualTo("order-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up --port-offset many | --port-offset takes a number from 0 to 50000 but got 'many'",
                "up --port broker | --port takes NAME=NUMBER but got 'broker'",
                "up --port broker=70000 | --port broker takes a number from 1 to 65535 but got '70000'",
                "up --data | --data takes a value",
                "up --quickly | there is no option '--quickly'"
            })
    void nonsenseIsNamedWithWhatIsAllowed(String line, String message) {
        assertThatThrownBy(() -> Options.parse(line.split(" ")))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining(message);
    }
}

package io.highwater.runner.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path root;

    @Test
    void portsOfTheLastRunAreRemembered() {
        var directory = new RunDirectory(root);

        directory.writePorts(Ports.of(7, Map.of("redis", 1_234)));

        assertThat(directory.ports()).isEqualTo(Ports.of(7, Map.of("redis", 1_234)));
    }

    @Test
    void theClusterOfTheLastRunIsRemembered() {
        var directory = new RunDirectory(root);
        Ports ports = Ports.of(0, Map.of()).withBootstrapServers("kafka-1:9092,kafka-2:9092");

        directory.writePorts(ports);

        assertThat(directory.ports()).isEqualTo(ports);
    }

    @Test
    void withoutARunThePortsAreTheUsualOnes() {
        assertThat(new RunDirectory(root).ports()).isEqualTo(Ports.of(0, Map.of()));
    }

    @Test
    void aLiveProcessIsFoundByItsPidFile() {
        var directory = new RunDirectory(root);

        directory.writePid("broker", ProcessHandle.current().pid());

        assertThat(directory.process("broker")).contains(ProcessHandle.current());
    }

    @Test
    void aPidFileOfAProcessThatIsGoneNamesNobody() throws Exception {
        var directory = new RunDirectory(root);
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();

        directory.writePid("broker", gone.pid());

        assertThat(directory.process("broker")).isEmpty();
    }
}

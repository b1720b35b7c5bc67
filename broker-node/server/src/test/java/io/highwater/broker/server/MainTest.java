package io.highwater.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Main main = new Main(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));

    @Test
    void helpShowsTheUsage() throws InterruptedException {
        assertThat(main.run("--help")).isZero();

        assertThat(text(out)).contains("usage:", "--override key=value");
    }

    @Test
    void theVersionIsOneLine() throws InterruptedException {
        assertThat(main.run("--version")).isZero();

        assertThat(text(out)).startsWith("highwater ").hasLineCount(1);
    }

    @Test
    void anUnknownOptionIsWrongUsage() throws InterruptedException {
        assertThat(main.run("--overide", "a=b")).isEqualTo(2);

        assertThat(text(err)).contains("--overide", "usage:");
    }

    @Test
    void anOverrideWithoutAValueIsWrongUsage() throws InterruptedException {
        assertThat(main.run("--override", "node.id")).isEqualTo(2);

        assertThat(text(err)).contains("key=value");
    }

    @Test
    void nonsenseInTheConfigurationIsNamed() throws InterruptedException {
        assertThat(main.run("--override", "node.id=x")).isEqualTo(1);

        assertThat(text(err)).contains("node.id = x", "a whole number");
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws InterruptedException {
        assertThat(main.run("no-such.properties")).isEqualTo(1);

        assertThat(text(err)).contains("no-such.properties", "no such file");
    }

    @Test
    void overridesWinOverTheFile(@TempDir Path directory) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("server.properties"), "num.partitions=3\n");

        assertThat(main.run(file.toString(), "--override", "num.partitions=none"))
                .isEqualTo(1);

        assertThat(text(err)).contains("num.partitions = none");
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

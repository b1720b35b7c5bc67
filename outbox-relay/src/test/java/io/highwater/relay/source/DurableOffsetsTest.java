package io.highwater.relay.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurableOffsetsTest {
    private static final ByteBuffer KEY = ByteBuffer.wrap("[\"outbox\",{\"server\":\"a\"}]".getBytes(UTF_8));

    @TempDir
    private Path directory;

    @Test
    void whatWasWrittenIsReadByTheNextRun() throws ExecutionException, InterruptedException {
        write("{\"lsn\":1}");
        write("{\"lsn\":2}");

        assertThat(read()).isEqualTo("{\"lsn\":2}");
    }

    @Test
    void nothingIsLeftBesideTheFile() throws Exception {
        write("{\"lsn\":1}");

        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("orders.position");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no separator", "!!! ???", "\u0000", "a"})
    void anUnreadableFileCountsAsNone(String content) throws Exception {
        Files.writeString(file(), content);

        assertThat(read()).isNull();
    }

    private Path file() {
        return directory.resolve("orders.position");
    }

    private void write(String value) throws ExecutionException, InterruptedException {
        var offsets = open();
        offsets.set(Map.of(KEY, ByteBuffer.wrap(value.getBytes(UTF_8))), null).get();
        offsets.stop();
    }

    private String read() throws ExecutionException, InterruptedException {
        var offsets = open();
        var value = offsets.get(List.of(KEY)).get().get(KEY);
        offsets.stop();
        return value == null ? null : UTF_8.decode(value).toString();
    }

    private DurableOffsets open() {
        var offsets = new DurableOffsets();
        offsets.configure(new StandaloneConfig(Map.of(
                "bootstrap.servers",
                "localhost:1",
                "key.converter",
                "org.apache.kafka.connect.json.JsonConverter",
                "value.converter",
                "org.apache.kafka.connect.json.JsonConverter",
                "offset.storage.file.filename",
                "unused",
                DurableOffsets.FILE,
                file().toString())));
        offsets.start();
        return offsets;
    }
}

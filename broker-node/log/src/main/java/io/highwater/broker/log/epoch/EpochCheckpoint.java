package io.highwater.broker.log.epoch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.highwater.broker.log.store.Disk;
import java.nio.file.Path;

/// The file `leader-epoch-checkpoint`: a line with the version 0, a line with the count, and a line `epoch
/// startOffset` for each epoch.
public final class EpochCheckpoint {
    /// Name of the file in a partition's directory.
    public static final String FILE_NAME = "leader-epoch-checkpoint";

    private EpochCheckpoint() {}

    /// The content of the file for `epochs` as they are now.
    public static byte[] encode(LeaderEpochs epochs) {
        var text = new StringBuilder("0\n").append(epochs.count()).append('\n');
        for (var i = 0; i < epochs.count(); i++) {
            text.append(epochs.epochAt(i))
                    .append(' ')
                    .append(epochs.startOffsetAt(i))
                    .append('\n');
        }
        return text.toString().getBytes(US_ASCII);
    }

    /// Reads the file in `directory`. A file that is missing or cannot be understood gives no epochs: recovery
    /// finds them again in the batches.
    public static LeaderEpochs read(Disk disk, Path directory) {
        var file = directory.resolve(FILE_NAME);
        return disk.exists(file) ? decode(new String(disk.readAll(file), US_ASCII)) : new LeaderEpochs();
    }

    private static LeaderEpochs decode(String text) {
        var epochs = new LeaderEpochs();
        var lines = text.split("\n", -1);
        try {
            if (!lines[0].equals("0")) {
                return epochs;
            }
            var count = Integer.parseInt(lines[1]);
            for (var i = 0; i < count; i++) {
                var fields = lines[2 + i].split(" ", -1);
                epochs.assign(Integer.parseInt(fields[0]), Long.parseLong(fields[1]));
            }
            return epochs;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
            return new LeaderEpochs();
        }
    }
}

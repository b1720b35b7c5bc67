package io.highwater.broker.log.segment;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Names of the files of a segment: the base offset in 20 digits and an ending.
public final class SegmentNames {
    /// Record batches.
    public static final String LOG = ".log";
    /// Offset index.
    public static final String INDEX = ".index";
    /// Time index.
    public static final String TIME_INDEX = ".timeindex";
    /// Index of aborted transactions.
    public static final String TXN_INDEX = ".txnindex";
    /// All files of a segment.
    public static final List<String> SUFFIXES = List.of(LOG, INDEX, TIME_INDEX, TXN_INDEX);
    /// Added to a name when the file only waits for its deletion.
    public static final String DELETED = ".deleted";
    /// Added to a name while compaction writes the file.
    public static final String CLEANED = ".cleaned";
    /// Added to a name when compaction has finished the file and it is to replace others.
    public static final String SWAP = ".swap";

    private static final int DIGITS = 20;

    private SegmentNames() {}

    /// The file of the segment, or snapshot, at `offset`.
    public static Path file(Path directory, long offset, String suffix) {
        var digits = Long.toString(offset);
        return directory.resolve("0".repeat(DIGITS - digits.length()) + digits + suffix);
    }

    /// The offset in a file name of this ending; empty for any other name.
    public static OptionalLong offset(String name, String suffix) {
        if (name.length() != DIGITS + suffix.length() || !name.endsWith(suffix)) {
            return OptionalLong.empty();
        }
        try {
            var offset = Long.parseLong(name, 0, DIGITS, 10);
            return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}

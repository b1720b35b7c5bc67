package io.highwater.broker.log.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The segments of a log by base offset; never empty once the log is open, and the last one is the active one.
///
/// Thread-safety: none; owned by the log's shard.
public final class Segments {
    private final List<Segment> segments = new ArrayList<>();

    /// Adds a segment behind all others.
    public void add(Segment segment) {
        if (!segments.isEmpty() && segment.baseOffset() <= active().baseOffset()) {
            throw new IllegalStateException(
                    "segment %d cannot follow segment %d".formatted(segment.baseOffset(), active().baseOffset()));
        }
        segments.add(segment);
    }

    /// Whether there is none yet.
    public boolean isEmpty() {
        return segments.isEmpty();
    }

    /// How many there are.
    public int count() {
        return segments.size();
    }

    /// The one that takes appends.
    public Segment active() {
        return segments.getLast();
    }

    /// The oldest one.
    public Segment first() {
        return segments.getFirst();
    }

    /// The segment in slot `i`, oldest first.
    public Segment get(int i) {
        return segments.get(i);
    }

    /// Slot of the segment that would hold `offset`; 0 for an offset before all of them.
    public int floor(long offset) {
        var low = 0;
        var high = segments.size();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (segments.get(middle).baseOffset() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    /// One past the last offset that the segment in slot `i` can hold, which is where the next one begins.
    public long endOf(int i, long nextOffset) {
        return i + 1 < segments.size() ? segments.get(i + 1).baseOffset() : nextOffset;
    }

    /// Takes the oldest one out.
    public Segment removeFirst() {
        return segments.removeFirst();
    }

    /// Takes the newest one out.
    public Segment removeLast() {
        return segments.removeLast();
    }

    /// Puts one segment in the place of `replaced`, which follow each other.
    public void replace(List<Segment> replaced, Segment replacement) {
        var slot = segments.indexOf(replaced.getFirst());
        segments.subList(slot, slot + replaced.size()).clear();
        segments.add(slot, replacement);
    }

    /// Whether all of these are still here.
    public boolean contain(List<Segment> wanted) {
        return segments.containsAll(wanted);
    }

    /// The batch that holds `offset`, or the first one behind it, looked for in all segments.
    public Optional<Location> find(long offset) {
        for (var i = floor(offset); i < segments.size(); i++) {
            var found = segments.get(i).find(offset);
            if (found.isPresent()) {
                return Optional.of(new Location(segments.get(i), i, found.get()));
            }
        }
        return Optional.empty();
    }

    /// A batch in one of the segments.
    ///
    /// @param slot number of the segment, oldest first
    public record Location(Segment segment, int slot, BatchPosition batch) {}
}

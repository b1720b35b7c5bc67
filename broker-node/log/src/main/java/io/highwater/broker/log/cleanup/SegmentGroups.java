package io.highwater.broker.log.cleanup;

import java.util.ArrayList;
import java.util.List;

/// Puts segments that compaction has made small together, as many as one segment may hold: by bytes, by the size of its
/// indexes, and by offsets, which a segment counts relative to its first one. Pure.
///
/// @param maxBytes      `segment.bytes`
/// @param maxIndexBytes `segment.index.bytes`
record SegmentGroups(int maxBytes, int maxIndexBytes) {
    List<List<CompactionSource>> of(List<CompactionSource> sources) {
        var groups = new ArrayList<List<CompactionSource>>();
        var group = new ArrayList<CompactionSource>();
        for (var source : sources) {
            if (!group.isEmpty() && !fits(group, source)) {
                groups.add(List.copyOf(group));
                group.clear();
            }
            group.add(source);
        }
        if (!group.isEmpty()) {
            groups.add(List.copyOf(group));
        }
        return groups;
    }

    private boolean fits(List<CompactionSource> group, CompactionSource next) {
        var bytes = (long) next.size();
        var index = next.files().indexSize();
        var timeIndex = next.files().timeIndexSize();
        for (var source : group) {
            bytes += source.size();
            index += source.files().indexSize();
            timeIndex += source.files().timeIndexSize();
        }
        return bytes <= maxBytes
                && index <= maxIndexBytes
                && timeIndex <= maxIndexBytes
                && next.end() - 1 - group.getFirst().baseOffset() <= Integer.MAX_VALUE;
    }
}

/// Kafka's index files: where in a segment an offset or a timestamp is to be found.
///
/// Both are sparse (one entry about every `index.interval.bytes`) and carry no checksum: whoever doubts one rebuilds
/// it from the segment. They come into being with their first entry, so an idle partition costs neither file nor
/// mapping.
@NullMarked
package io.highwater.broker.log.index;

import org.jspecify.annotations.NullMarked;

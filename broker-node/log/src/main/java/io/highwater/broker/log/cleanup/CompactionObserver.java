package io.highwater.broker.log.cleanup;

/// Watches a compaction from within, on the thread that runs it. May hold it up to spare the disk, and may end it by
/// [CompactionCancelledException].
public interface CompactionObserver {
    /// Somebody who lets it run.
    CompactionObserver NONE = new CompactionObserver() {
        @Override
        public void read(int bytes) {}

        @Override
        public void written(int bytes) {}
    };

    /// So many bytes were read.
    void read(int bytes);

    /// So many bytes were written.
    void written(int bytes);
}

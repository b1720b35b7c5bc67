package io.highwater.broker.log.store;

/// The exclusive right to use a log directory, until closed or until the process ends.
public interface DirectoryLock extends AutoCloseable {
    @Override
    void close();
}

package io.highwater.broker.log.store;

/// One name in a directory.
///
/// @param name           without the directory
/// @param size           in bytes; of no meaning for a directory
/// @param lastModifiedMs when the content last changed, milliseconds since the epoch
/// @param isDirectory    whether it is a directory
public record DiskEntry(String name, long size, long lastModifiedMs, boolean isDirectory) {}

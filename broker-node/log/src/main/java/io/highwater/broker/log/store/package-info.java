/// The disk as the log sees it, and the only package that opens files.
///
/// Everything above works against [Disk], so that a simulated disk can tear writes, lose what was never forced and
/// flip bits. Every failure surfaces as a [DirectoryFaultException] that names the file and the position.
@NullMarked
package io.highwater.broker.log.store;

import org.jspecify.annotations.NullMarked;

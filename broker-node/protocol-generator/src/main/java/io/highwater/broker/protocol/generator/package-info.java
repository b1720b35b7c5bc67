/// Reads message specifications (JSON with comments) and writes one Java class for each. Runs during the build of the
/// protocol module and is never part of the broker. [GenerateProtocol] is where it starts.
@NullMarked
package io.highwater.broker.protocol.generator;

import org.jspecify.annotations.NullMarked;

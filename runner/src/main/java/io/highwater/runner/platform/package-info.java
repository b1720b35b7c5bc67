/// The parts of the platform as processes: what they are, how they are started, watched and stopped.
@NullMarked
package io.highwater.runner.platform;

import org.jspecify.annotations.NullMarked;

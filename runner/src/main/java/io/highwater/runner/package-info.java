/// The command line that starts, watches and stops the whole platform on one machine, without Docker.
@NullMarked
package io.highwater.runner;

import org.jspecify.annotations.NullMarked;

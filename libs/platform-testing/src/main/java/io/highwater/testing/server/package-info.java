/// Where the tests' servers come from: the choice ([Source]), the Docker engine behind it ([Engine]), and the servers
/// themselves, in containers and embedded.
@NullMarked
package io.highwater.testing.server;

import org.jspecify.annotations.NullMarked;

/// The Highwater broker in a container, for the tests of whoever uses it.
@NullMarked
package io.highwater.testcontainers;

import org.jspecify.annotations.NullMarked;

/// What the tests of every service need around them: a real PostgreSQL, a real broker.
@NullMarked
package io.highwater.testing;

import org.jspecify.annotations.NullMarked;

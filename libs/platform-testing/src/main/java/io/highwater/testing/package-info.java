/// What the tests of every service need around them: a real PostgreSQL.
@NullMarked
package io.highwater.testing;

import org.jspecify.annotations.NullMarked;

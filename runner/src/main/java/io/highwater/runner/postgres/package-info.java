/// PostgreSQL from its published binaries.
@NullMarked
package io.highwater.runner.postgres;

import org.jspecify.annotations.NullMarked;

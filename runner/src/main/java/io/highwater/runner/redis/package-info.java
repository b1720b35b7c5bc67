/// Redis from its published binaries.
@NullMarked
package io.highwater.runner.redis;

import org.jspecify.annotations.NullMarked;

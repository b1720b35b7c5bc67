/// Tests of the copy between clusters.
@NullMarked
package io.highwater.runner.move;

import org.jspecify.annotations.NullMarked;

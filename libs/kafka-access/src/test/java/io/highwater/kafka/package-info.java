/// Tests of the way to a cluster.
@NullMarked
package io.highwater.kafka;

import org.jspecify.annotations.NullMarked;

/// Taking a platform's events from one Kafka cluster to another.
@NullMarked
package io.highwater.runner.move;

import org.jspecify.annotations.NullMarked;

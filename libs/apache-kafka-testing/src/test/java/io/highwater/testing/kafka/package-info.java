/// Tests of the published Apache Kafka as processes.
@NullMarked
package io.highwater.testing.kafka;

import org.jspecify.annotations.NullMarked;

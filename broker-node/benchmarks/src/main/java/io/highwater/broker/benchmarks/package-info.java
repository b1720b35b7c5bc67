/// The packaged broker beside Apache Kafka, in the same run on the same machine.
@NullMarked
package io.highwater.broker.benchmarks;

import org.jspecify.annotations.NullMarked;

/// Apache Kafka as the tests' counterpart: its published jars, formatted and started as processes of their own.
@NullMarked
package io.highwater.testing.kafka;

import org.jspecify.annotations.NullMarked;

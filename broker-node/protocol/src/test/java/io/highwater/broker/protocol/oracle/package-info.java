/// Compares our generated messages with Apache Kafka's own classes: same values, same bytes, in both directions.
@NullMarked
package io.highwater.broker.protocol.oracle;

import org.jspecify.annotations.NullMarked;

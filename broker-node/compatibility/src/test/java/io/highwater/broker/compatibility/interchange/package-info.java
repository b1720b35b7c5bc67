/// Files change hands: directories written by Apache Kafka are read by our broker, ours by Apache Kafka's tools.
@NullMarked
package io.highwater.broker.compatibility.interchange;

import org.jspecify.annotations.NullMarked;

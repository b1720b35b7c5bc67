/// The command-line matrix: Apache Kafka's own tools called alike on our broker and on an Apache Kafka node, whose
/// answers are the expectation. The cases are the tables in `src/test/resources/matrix`.
@NullMarked
package io.highwater.broker.compatibility.matrix;

import org.jspecify.annotations.NullMarked;

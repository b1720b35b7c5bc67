/// The records of the cluster metadata log. Generated, one class per specification.
@NullMarked
package io.highwater.broker.protocol.metadata;

import org.jspecify.annotations.NullMarked;

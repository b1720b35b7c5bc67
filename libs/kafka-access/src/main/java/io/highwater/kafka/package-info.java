/// The way to a Kafka cluster, the same for services, relay and runner: settings, and words for what is
/// wrong with it.
@NullMarked
package io.highwater.kafka;

import org.jspecify.annotations.NullMarked;

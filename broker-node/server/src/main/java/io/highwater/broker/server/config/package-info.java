/// What the operator decides: the settings of a node under Kafka's names, checked as a whole before anything is
/// opened. The only place that reads properties and the environment.
@NullMarked
package io.highwater.broker.server.config;

import org.jspecify.annotations.NullMarked;

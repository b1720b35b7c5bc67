/// The configuration keys of topics, brokers and groups: names, types, defaults, limits and what they mean. Names and
/// defaults are Apache Kafka's, because tools and scripts rely on them.
@NullMarked
package io.highwater.broker.core.controller.config;

import org.jspecify.annotations.NullMarked;

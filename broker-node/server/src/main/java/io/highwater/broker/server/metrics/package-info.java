/// What the node counts about itself, and the page that shows it: Prometheus text and a health answer.
@NullMarked
package io.highwater.broker.server.metrics;

import org.jspecify.annotations.NullMarked;

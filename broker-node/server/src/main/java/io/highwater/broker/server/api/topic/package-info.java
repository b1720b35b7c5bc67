/// The APIs of topics: finding, making, changing and deleting them, and their settings.
@NullMarked
package io.highwater.broker.server.api.topic;

import org.jspecify.annotations.NullMarked;

/// The outbox relay: streams the rows of every service's outbox from PostgreSQL's write-ahead log into the broker.
@NullMarked
package io.highwater.relay;

import org.jspecify.annotations.NullMarked;

/// How fast somebody may go, and how long they have to wait when they were faster: rates over sliding windows and
/// buckets of tokens. Knows neither clients nor requests; the time is an argument.
@NullMarked
package io.highwater.broker.core.quota;

import org.jspecify.annotations.NullMarked;

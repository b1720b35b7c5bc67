/// The requests about quotas of clients.
@NullMarked
package io.highwater.broker.server.api.quota;

import org.jspecify.annotations.NullMarked;

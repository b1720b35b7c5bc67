/// The service as a whole: both of its processes against a real PostgreSQL and a real Redis.
@NullMarked
package io.highwater.notification;

import org.jspecify.annotations.NullMarked;

/// Preferences in PostgreSQL.
@NullMarked
package io.highwater.notification.preferences.persistence;

import org.jspecify.annotations.NullMarked;

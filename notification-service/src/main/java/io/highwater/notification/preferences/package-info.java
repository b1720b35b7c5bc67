/// Who wants to hear from us on which channels, and under which address. PostgreSQL holds the truth, Redis a copy in
/// front of it that may be missing at any time.
@NullMarked
package io.highwater.notification.preferences;

import org.jspecify.annotations.NullMarked;

/// Ways to reach a person: the port that every provider implements, and what may come of a call. Adapters live one
/// level below: one per real provider, and the local stand-in used where no credentials are given.
@NullMarked
package io.highwater.notification.channel;

import org.jspecify.annotations.NullMarked;

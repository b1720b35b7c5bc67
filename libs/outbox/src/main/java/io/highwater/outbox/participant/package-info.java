/// For services that carry out the steps of a saga: a step happens once, however often it is commanded.
@NullMarked
package io.highwater.outbox.participant;

import org.jspecify.annotations.NullMarked;

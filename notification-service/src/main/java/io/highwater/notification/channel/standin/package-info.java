/// The provider used where no credentials are given: notes and logs what would have been sent, and fails on request.
///
/// What it "sent" and how it is to fail live in the database, so that both processes see the same provider.
@NullMarked
package io.highwater.notification.channel.standin;

import org.jspecify.annotations.NullMarked;

/// Messages that leave exactly when a transaction commits, and arrive exactly once.
///
/// [io.highwater.outbox.Outbox] stores what a transaction has to tell the world in a table of the same database;
/// the relay
/// reads that table from the write-ahead log and publishes it. [io.highwater.outbox.Inbox] remembers what was
/// handled, so
/// that a message delivered twice acts once. [io.highwater.outbox.consume.Subscription] ties both to a listener.
@NullMarked
package io.highwater.outbox;

import org.jspecify.annotations.NullMarked;

/// Listening: a [io.highwater.outbox.consume.Subscription] bean names the messages a service handles, and how.
///
/// For each record, in one transaction: decode, check the inbox, run the handler with its outbox appends.
/// Offsets are committed behind the transactions. A record that cannot be decoded goes to `<topic>-dlt` at once;
/// a handler's defect is retried a few times and then goes there as well; an outage is waited out, in order, for
/// as long as it takes.
@NullMarked
package io.highwater.outbox.consume;

import org.jspecify.annotations.NullMarked;

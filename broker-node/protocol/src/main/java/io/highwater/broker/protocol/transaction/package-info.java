/// Keys and values of the records in `__transaction_state`. Generated, one class per specification. A key is
/// preceded by its number and a value by its version, two bytes each, which the caller writes.
@NullMarked
package io.highwater.broker.protocol.transaction;

import org.jspecify.annotations.NullMarked;

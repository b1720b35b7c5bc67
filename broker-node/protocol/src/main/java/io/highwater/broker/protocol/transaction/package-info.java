/// Keys and values of the records in `__transaction_state`. Generated, one class per specification. Both are preceded
/// by
/// two bytes that the caller writes: the number of the key, the version of the value.
@NullMarked
package io.highwater.broker.protocol.transaction;

import org.jspecify.annotations.NullMarked;

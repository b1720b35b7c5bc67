/// Tells customers about their orders, on the channels that they chose.
///
/// Four modules: `channel` reaches the outside world, `preferences` knows who wants what where, `delivery` owns each
/// message from the order event to its end, `mode` tells apart the two processes made of one jar.
@NullMarked
package io.highwater.notification;

import org.jspecify.annotations.NullMarked;

/// How an HTTP answer, or its absence, becomes a result: the same for every provider that speaks HTTP.
@NullMarked
package io.highwater.notification.channel.http;

import org.jspecify.annotations.NullMarked;

/// The two processes made of this one jar, told apart by `highwater.notification.mode`.
@NullMarked
package io.highwater.notification.mode;

import org.jspecify.annotations.NullMarked;

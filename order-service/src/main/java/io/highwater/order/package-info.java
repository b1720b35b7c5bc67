/// The order service: takes orders over REST, tells the world about them, and carries out what the saga decides.
@NullMarked
package io.highwater.order;

import org.jspecify.annotations.NullMarked;

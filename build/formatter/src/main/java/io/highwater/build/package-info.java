/// Tools of the build itself; nothing here ships.
@NullMarked
package io.highwater.build;

import org.jspecify.annotations.NullMarked;

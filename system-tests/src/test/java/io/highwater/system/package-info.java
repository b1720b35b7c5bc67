/// The platform as its users meet it: started by the runner as real processes, used over REST, killed with kill -9.
@NullMarked
package io.highwater.system;

import org.jspecify.annotations.NullMarked;

/// Orders that show each way through the platform, placed over REST and judged.
@NullMarked
package io.highwater.runner.demo;

import org.jspecify.annotations.NullMarked;

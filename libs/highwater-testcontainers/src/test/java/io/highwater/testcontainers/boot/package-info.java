/// Spring Boot applications that find the broker by themselves.
@NullMarked
package io.highwater.testcontainers.boot;

import org.jspecify.annotations.NullMarked;

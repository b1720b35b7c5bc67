/// The container class and its Spring Boot side, with an engine and without.
@NullMarked
package io.highwater.testcontainers;

import org.jspecify.annotations.NullMarked;

/// What Spring Boot learns about the broker from a container: `@ServiceConnection` and Docker Compose.
/// Registered in `META-INF/spring.factories`; nobody calls these classes.
@NullMarked
package io.highwater.testcontainers.boot;

import org.jspecify.annotations.NullMarked;

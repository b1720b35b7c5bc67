/// What the REST sides of the services have in common: how a request is refused, and how that is told. Only for
/// services that bring Spring MVC; the starter does not.
@NullMarked
package io.highwater.outbox.web;

import org.jspecify.annotations.NullMarked;

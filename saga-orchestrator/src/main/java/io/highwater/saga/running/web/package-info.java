/// What operators see and do over HTTP.
@NullMarked
package io.highwater.saga.running.web;

import org.jspecify.annotations.NullMarked;

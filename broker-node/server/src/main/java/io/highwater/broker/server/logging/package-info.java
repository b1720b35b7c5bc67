/// The log of the runnable jar: one line an event on standard output. A whole logging framework would cost more
/// start-up time than opening the data. An application that embeds the broker brings its own and never comes here.
@NullMarked
package io.highwater.broker.server.logging;

import org.jspecify.annotations.NullMarked;

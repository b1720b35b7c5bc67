/// The broker as a whole: [Broker] to embed it, [Main] to run it.
@NullMarked
package io.highwater.broker.server;

import org.jspecify.annotations.NullMarked;

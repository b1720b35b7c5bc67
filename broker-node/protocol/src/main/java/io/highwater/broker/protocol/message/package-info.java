/// Requests, responses, headers and the data that clients put into them. Generated, one class per specification.
@NullMarked
package io.highwater.broker.protocol.message;

import org.jspecify.annotations.NullMarked;

/// The APIs of consumer groups: each finds the coordinator of its group and hands the request over.
@NullMarked
package io.highwater.broker.server.api.group;

import org.jspecify.annotations.NullMarked;

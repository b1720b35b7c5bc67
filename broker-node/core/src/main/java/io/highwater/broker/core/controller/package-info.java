/// The controller: decides about topics, configuration and brokers. A decision is a list of metadata records; the
/// state is what the records fold into, the [io.highwater.broker.core.controller.MetadataImage].
///
/// Start at [io.highwater.broker.core.controller.Controller].
@NullMarked
package io.highwater.broker.core.controller;

import org.jspecify.annotations.NullMarked;

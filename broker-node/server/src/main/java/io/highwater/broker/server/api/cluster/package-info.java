/// The APIs about the cluster itself: its nodes, its coordinators, its producer ids, its log directories.
@NullMarked
package io.highwater.broker.server.api.cluster;

import org.jspecify.annotations.NullMarked;

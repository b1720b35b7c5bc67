package io.highwater.order.ordering.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some orders, newest first. `nextCursor` leads to older ones; absent on the last page.
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrderPage(List<OrderResource> orders, @Nullable String nextCursor) {}

package io.highwater.outbox.consume;

import io.highwater.outbox.MessageTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What one consumer group listens to. Declared as a bean; the starter creates the topics and runs the listener.
///
/// ```java
/// @Bean
/// Subscription inventorySubscription(ReserveStockHandler reserve, ShippedOrders shipped) {
///     return Subscription.of("inventory-service")
///             .onEvery(Topics.INVENTORY_COMMANDS, ReserveStock.class, reserve)
///             .on(Topics.ORDERS_EVENTS, OrderShipped.class, shipped)
///             .build();
/// }
/// ```
///
/// Types without a handler are skipped: others listen to them. A handled name with an unknown major version is not.
public final class Subscription {
    private final String consumer;
    private final Map<Address, Route<?>> routes;
    private final Set<Address> names;

    private Subscription(String consumer, Map<Address, Route<?>> routes) {
        this.consumer = consumer;
        this.routes = Map.copyOf(routes);
        this.names = routes.keySet().stream()
                .map(address -> new Address(address.topic(), MessageTypes.nameOf(address.type())))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// @param consumer the consumer group, and the name under which the inbox remembers what was handled
    public static Builder of(String consumer) {
        return new Builder(consumer);
    }

    public String consumer() {
        return consumer;
    }

    public Set<String> topics() {
        return routes.keySet().stream().map(Address::topic).collect(Collectors.toUnmodifiableSet());
    }

    Optional<Route<?>> route(String topic, String type) {
        return Optional.ofNullable(routes.get(new Address(topic, type)));
    }

    /// Whether some version of this type is handled.
    boolean handlesNameOf(String topic, String type) {
        return names.contains(new Address(topic, MessageTypes.nameOf(type)));
    }

    /// Collects the handlers.
    public static final class Builder {
        private final String consumer;
        private final Map<Address, Route<?>> routes = new HashMap<>();

        private Builder(String consumer) {
            this.consumer = consumer;
        }

        /// Handles each message once, however often it is delivered.
        public <T> Builder on(String topic, Class<T> type, MessageHandler<? super T> handler) {
            return add(topic, new Route<>(type, handler, true));
        }

        /// Handles every delivery: for commands whose handler knows what it has already done, and answers again.
        public <T> Builder onEvery(String topic, Class<T> type, MessageHandler<? super T> handler) {
            return add(topic, new Route<>(type, handler, false));
        }

        private Builder add(String topic, Route<?> route) {
            var type = MessageTypes.of(route.type())
                    .orElseThrow(
                            () -> new IllegalArgumentException(route.type().getName() + " carries no message type"));
            if (routes.put(new Address(topic, type), route) != null) {
                throw new IllegalArgumentException("two handlers for %s on %s".formatted(type, topic));
            }
            return this;
        }

        public Subscription build() {
            if (routes.isEmpty()) {
                throw new IllegalStateException("%s subscribes to nothing".formatted(consumer));
            }
            return new Subscription(consumer, routes);
        }
    }

    private record Address(String topic, String type) {}

    record Route<T>(Class<T> type, MessageHandler<? super T> handler, boolean once) {}
}

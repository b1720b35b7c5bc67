package io.highwater.contracts;

/// The topics of the platform and, in each comment, their key.
public final class Topics {
    /// Key: user id, so that one user's events and one order's events stay in order.
    public static final String ORDERS_EVENTS = "orders_events";

    /// Key: saga id.
    public static final String ORDER_COMMANDS = "order_commands";

    /// Key: saga id.
    public static final String INVENTORY_COMMANDS = "inventory_commands";

    /// Key: SKU.
    public static final String INVENTORY_EVENTS = "inventory_events";

    /// Key: saga id.
    public static final String PAYMENT_COMMANDS = "payment_commands";

    /// Key: user id.
    public static final String PAYMENT_EVENTS = "payment_events";

    /// Key: saga id.
    public static final String SAGA_REPLIES = "saga_replies";

    /// Key: user id. Deliveries that failed and will be tried again later.
    public static final String NOTIFICATIONS_DLQ = "notifications_dlq";

    /// Key: user id. Deliveries that were given up, with their whole history.
    public static final String NOTIFICATIONS_PARKED = "notifications_parked";

    private Topics() {}
}

package io.highwater.broker.core.controller;

/// Something that has a configuration.
///
/// @param type what it is
/// @param name its name; for brokers the node id, or empty for the default of all brokers
public record ConfigResource(Type type, String name) {
    /// Kinds of resources, with the numbers that the protocol gives them.
    public enum Type {
        TOPIC(2),
        BROKER(4),
        BROKER_LOGGER(8),
        CLIENT_METRICS(16),
        GROUP(32),
        UNKNOWN(0);

        private final byte id;

        Type(int id) {
            this.id = (byte) id;
        }

        public byte id() {
            return id;
        }

        /// The kind with this number, [#UNKNOWN] if there is none.
        public static Type of(byte id) {
            for (var type : values()) {
                if (type.id == id) {
                    return type;
                }
            }
            return UNKNOWN;
        }
    }

    public static ConfigResource topic(String name) {
        return new ConfigResource(Type.TOPIC, name);
    }

    public static ConfigResource broker(int nodeId) {
        return new ConfigResource(Type.BROKER, Integer.toString(nodeId));
    }

    /// Defaults of all brokers.
    public static ConfigResource allBrokers() {
        return new ConfigResource(Type.BROKER, "");
    }

    public static ConfigResource group(String groupId) {
        return new ConfigResource(Type.GROUP, groupId);
    }
}
